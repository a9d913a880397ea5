import Embeddings

extension ExplorerState {
  /// Lets the user type.
  mutating func edit() {
    focus = .query
    query.isEditing = true
  }

  /// Embeds the query without waiting for the next keystroke, and remembers it.
  mutating func submit() {
    guard query.key != nil else {
      message = Message(text: "Type something first.")
      return
    }
    query.remember()
    query.isForced = true
  }

  /// Reads the text in the other role.
  mutating func switchRole() { query.role = query.role == .query ? .passage : .query }
}
