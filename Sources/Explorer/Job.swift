import Embeddings

/// Work of the model that is under way, as the status line shows it.
struct Job: Sendable {
  /// What is being embedded.
  enum Kind: Hashable, Sendable {
    /// The query.
    case query
    /// The collection.
    case items
    /// The tokens of the query and of one item.
    case tokenVectors

    /// The slot its effect runs in.
    var slot: Effect.Slot {
      switch self {
      case .query: .query
      case .items: .items
      case .tokenVectors: .tokenVectors
      }
    }
  }

  /// What is being embedded.
  var kind: Kind
  /// How far it is; `nil` before the first layer is done.
  var progress: EmbeddingProgress?
  /// How long it has been running.
  var elapsed: Duration

  /// The seconds it has been running.
  var seconds: Double {
    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// Token rows per second; `nil` before anything can be said.
  var tokensPerSecond: Double? {
    guard let progress, progress.finishedTokens > 0, seconds > 0.05 else { return nil }
    return Double(progress.finishedTokens) / seconds
  }

  /// Items per second; `nil` before anything can be said, and of a single item.
  var itemsPerSecond: Double? {
    guard let progress, progress.totalItems > 1, progress.finishedItems > 0, seconds > 0.05 else { return nil }
    return Double(progress.finishedItems) / seconds
  }

  /// The seconds that are left, judged by the items that are done; `nil` before anything can be said.
  var remainingSeconds: Double? {
    guard let progress, progress.finishedItems > 0, seconds > 0.5 else { return nil }
    return seconds / Double(progress.finishedItems) * Double(progress.totalItems - progress.finishedItems)
  }

  /// The share that is done, 0…1: items, or layers where there is only one.
  var share: Double {
    guard let progress else { return 0 }
    if progress.totalItems > 1 { return Double(progress.finishedItems) / Double(progress.totalItems) }
    guard progress.layerCount > 0 else { return 0 }
    return Double(progress.layer) / Double(progress.layerCount)
  }
}
