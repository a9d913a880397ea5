import Embeddings

/// One side of a late interaction under a task: whatever has a vector for each token.
struct TokenSide: Hashable, Sendable {
  /// What is embedded.
  enum Content: Hashable, Sendable {
    /// A query.
    case query(QueryKey)
    /// An item, by its index.
    case item(Int)
  }

  var content: Content
  var task: EmbeddingTask
}

/// A query and an item that are compared token by token.
struct LateInteractionQuestion: Hashable, Sendable {
  var query: QueryKey
  var item: Int
  var task: EmbeddingTask

  /// The query, then the item.
  var sides: [TokenSide] {
    [TokenSide(content: .query(query), task: task), TokenSide(content: .item(item), task: task)]
  }
}
