import Corpus
import Embeddings

extension CorpusItem {
  /// The role the item asks for, by itself or by the alias it names its task with; `nil` where it asks for none.
  ///
  /// - Throws: `InputError.item`, with the item's place, where task and role are unknown or contradict each other.
  func askedRole(among tasks: [EmbeddingTask]) throws -> PromptRole? {
    guard let task else { return role }
    return try locating { try TaskName(task, among: tasks).role(beside: role) }
  }

  /// Runs `body`; what it throws is said with the item's place.
  func locating<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw InputError.item(self, reason: error) }
  }
}
