import Embeddings
import TerminalUI

/// What is typed, and how the model reads it.
struct QueryState: Sendable {
  /// The text with its caret.
  var field = TextField()
  /// Whether the field has the focus and keys are text.
  var isEditing = true
  /// The side the text stands on.
  var role = PromptRole.query
  /// The prompt in tokens.
  var tokens = Derived<TokensQuestion, PromptTokens>()
  /// Whether the user asked for it now, without waiting for the next keystroke.
  var isForced = false
  /// Texts that were embedded on purpose, the oldest first.
  var history: [String] = []
  /// The place in `history` that is shown, while the user walks through it.
  var historyPlace: Int?
  /// What was typed before the user walked into the history.
  var draft = ""

  /// The query the model is asked for; `nil` while there is nothing but blanks.
  var key: QueryKey? {
    let text = field.text
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    guard let path = QueryPicture.path(in: text) else { return QueryKey(text: text, role: role) }
    // A picture has no role; as long as there is no path there is nothing to embed.
    return path.isEmpty ? nil : QueryKey(text: text, role: .query)
  }

  /// Remembers the text as the newest of the history.
  mutating func remember() {
    let text = field.text
    history.removeAll { $0 == text }
    history.append(text)
    historyPlace = nil
  }

  /// Shows the text `step` places further in the history; beyond its newest the draft.
  mutating func walkHistory(by step: Int) {
    let place = (historyPlace ?? history.count) + step
    guard (0...history.count).contains(place) else { return }
    if historyPlace == nil { draft = field.text }
    historyPlace = place == history.count ? nil : place
    field.replace(with: place == history.count ? draft : history[place])
  }
}

/// A text to be cut into tokens.
struct TokensQuestion: Hashable, Sendable {
  var query: QueryKey
  var task: EmbeddingTask
}

extension QueryState {
  /// Asks for the query now, without waiting for the next keystroke, and remembers it; false while it is blank.
  mutating func submit() -> Bool {
    guard key != nil else { return false }
    remember()
    isForced = true
    return true
  }

  /// Reads the text in the other role.
  mutating func toggleRole() { role = role == .query ? .passage : .query }

  /// Forgets the earlier queries for which `isForgotten` holds.
  mutating func forget(_ isForgotten: (String) -> Bool) {
    history.removeAll(where: isForgotten)
    historyPlace = nil
  }

  /// Forgets every earlier query.
  mutating func clearHistory() { forget { _ in true } }
}

extension Slot {
  static let tokens = Slot("tokens")
}

extension Derivation {
  /// The prompt in tokens; a picture has none.
  static let tokens = Derivation(.tokens, at: \.query.tokens) { state in
    if QueryPicture.path(in: state.query.field.text) != nil { return .later }
    let key = QueryKey(text: state.query.field.text, role: state.query.role)
    let question = TokensQuestion(query: key, task: state.subject.task)
    return .answer(question) { embedder in
      embedder.promptTokens(of: question.query.text, role: question.query.role, task: question.task)
    }
  }
}
