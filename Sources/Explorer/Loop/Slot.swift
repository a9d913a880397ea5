/// A place for work that replaces itself: starting something in a slot ends what ran there, and late results of that are
/// dropped. The one who computes something declares its slot.
struct Slot: Hashable, Sendable {
  /// What people call the work.
  let name: String

  init(_ name: String) { self.name = name }

  static let query = Slot("query")
  static let items = Slot("items")
  static let judgedQueries = Slot("judged queries")
  static let tokenVectors = Slot("tokens of the pair")
  static let export = Slot("export")
  static let quitConfirmation = Slot("quit confirmation")

  /// How urgent the work is: an embedder lets what somebody waits for in between the layers of the rest.
  var priority: TaskPriority {
    switch self {
    case .query, .tokenVectors: .userInitiated
    case .items: .utility
    default: .medium
    }
  }

  /// Small files may be written side by side.
  static func file(_ path: String) -> Slot { Slot("file \(path)") }
}
