import Embeddings

/// Work that is under way, as the status line shows it.
struct Job: Sendable {
  /// What is being done.
  enum Kind: Hashable, Sendable {
    /// The query.
    case query
    /// The collection.
    case items
    /// The tokens of the query and of one item.
    case tokenVectors
    /// A file.
    case export

    /// The slot its effect runs in.
    var slot: Effect.Slot {
      switch self {
      case .query: .query
      case .items: .items
      case .tokenVectors: .tokenVectors
      case .export: .export
      }
    }
  }

  /// How far it is.
  enum Progress: Hashable, Sendable {
    /// Of what the model embeds.
    case embedding(EmbeddingProgress)
    /// Of what is written, in rows or vectors.
    case writing(finished: Int, total: Int, unit: String)

    /// Items, rows or vectors that are done.
    var finished: Int {
      switch self {
      case .embedding(let progress): progress.finishedItems
      case .writing(let finished, _, _): finished
      }
    }

    /// Items, rows or vectors of all.
    var total: Int {
      switch self {
      case .embedding(let progress): progress.totalItems
      case .writing(_, let total, _): total
      }
    }

    /// What is counted.
    var unit: String {
      switch self {
      case .embedding: "items"
      case .writing(_, _, let unit): unit
      }
    }

    /// How far the model is; `nil` where it has nothing to do.
    var embedding: EmbeddingProgress? { if case .embedding(let progress) = self { progress } else { nil } }
  }

  /// What is being done.
  var kind: Kind
  /// How far it is; `nil` before anything is done.
  var progress: Progress?
  /// How long it has been running.
  var elapsed: Duration

  /// A job of that kind, so far.
  init(kind: Kind, progress: Progress? = nil, elapsed: Duration = .zero) {
    self.kind = kind
    self.progress = progress
    self.elapsed = elapsed
  }

  /// A job of the model, so far.
  init(kind: Kind, progress: EmbeddingProgress, elapsed: Duration) {
    self.init(kind: kind, progress: .embedding(progress), elapsed: elapsed)
  }

  /// The seconds it has been running.
  var seconds: Double {
    Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  }

  /// Token rows per second; `nil` before anything can be said.
  var tokensPerSecond: Double? {
    guard let progress = progress?.embedding, progress.finishedTokens > 0, seconds > 0.05 else { return nil }
    return Double(progress.finishedTokens) / seconds
  }

  /// Items, rows or vectors per second; `nil` before anything can be said, and of a single item.
  var itemsPerSecond: Double? {
    guard let progress, progress.total > 1, progress.finished > 0, seconds > 0.05 else { return nil }
    return Double(progress.finished) / seconds
  }

  /// The seconds that are left, judged by the items that are done; `nil` before anything can be said.
  var remainingSeconds: Double? {
    guard let progress, progress.finished > 0, seconds > 0.5 else { return nil }
    return seconds / Double(progress.finished) * Double(progress.total - progress.finished)
  }

  /// The share that is done, 0…1: items, or layers where there is only one.
  var share: Double {
    guard let progress else { return 0 }
    if progress.total > 1 { return Double(progress.finished) / Double(progress.total) }
    guard let layers = progress.embedding, layers.layerCount > 0 else { return 0 }
    return Double(layers.layer) / Double(layers.layerCount)
  }
}
