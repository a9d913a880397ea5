import Embeddings

/// Work that is under way, as the status line shows it.
struct Job: Sendable {
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

  /// The slot it runs in.
  var slot: Slot
  /// How far it is; `nil` before anything is done.
  var progress: Progress?
  /// How long it has been running.
  var elapsed: Duration

  /// A job, so far.
  init(slot: Slot, progress: Progress? = nil, elapsed: Duration = .zero) {
    self.slot = slot
    self.progress = progress
    self.elapsed = elapsed
  }

  /// A job of the model, so far.
  init(slot: Slot, progress: EmbeddingProgress, elapsed: Duration) {
    self.init(slot: slot, progress: .embedding(progress), elapsed: elapsed)
  }

  /// The seconds it has been running.
  var seconds: Double { elapsed / .seconds(1) }

  /// Token rows per second; `nil` before anything can be said.
  var tokensPerSecond: Double? {
    guard let progress = progress?.embedding, progress.computedTokens > 0, seconds > 0.05 else { return nil }
    return Double(progress.computedTokens) / seconds
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
