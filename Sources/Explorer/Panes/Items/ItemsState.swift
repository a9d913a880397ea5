import Embeddings
import TerminalUI

/// The list of the collection: where the user is in it, and what is wrong with items.
struct ItemsState: Sendable {
  /// The item the user chose; `nil` stands for whichever comes first.
  var chosen: Int?
  /// The text that items must contain to be listed.
  var filter = TextField()
  /// Whether the filter is being typed.
  var isFiltering = false
  /// The items' texts, once something was filtered.
  var texts: FilterTexts?
  /// What the rows are sorted by.
  var sort = ItemSort.score
  /// Whether the last row comes first.
  var isReversed = false
  /// The rows; `nil` while all items are listed as they are ranked.
  var arrangement: ItemArrangement?
  /// The score that is counted from; `nil` for none.
  var threshold: Float?
  /// The items whose neighbours were looked at, the present one last; none while the query ranks the items.
  var pins: [Int] = []
  /// The first row of the list that is shown.
  var firstRow = 0
  /// The adapters that were shown when the embedding of the collection that is under way began.
  var pendingTasks: [EmbeddingTask]?
  /// Why items cannot be embedded, by item.
  var failures: [Int: String] = [:]
  /// Whether the collection is embedded only when something first needs its vectors, as in the dialogue.
  var isDeferred = false
  /// Whether Ctrl-C or an error stopped the embedding of the collection: it is not started again by itself.
  var isStopped = false
}
