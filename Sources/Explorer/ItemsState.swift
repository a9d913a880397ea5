import Embeddings

/// The list of the collection: where the user is in it, and what is wrong with items.
struct ItemsState: Sendable {
  /// The item the user chose; `nil` stands for whichever comes first.
  var chosen: Int?
  /// The first row of the list that is shown.
  var firstRow = 0
  /// The adapters that were shown when the embedding of the collection that is under way began.
  var pendingTasks: [EmbeddingTask]?
  /// Why items cannot be embedded, by item.
  var failures: [Int: String] = [:]
  /// Whether Ctrl-C or an error stopped the embedding of the collection: it is not started again by itself.
  var isStopped = false
}
