import Embeddings
import Logging

/// Logs how long each stage of a pass took, once the next one begins.
struct StageLog {
  private let logger: Logger
  private var stage: EmbeddingProgress.Stage?
  private var start = ContinuousClock.now

  init(logger: Logger) { self.logger = logger }

  /// Notes that `stage` is at `layer` of `layerCount`; `nil` ends the last one.
  mutating func enter(_ next: EmbeddingProgress.Stage?, layer: Int = 0, of layerCount: Int = 0) {
    let now = ContinuousClock.now
    if let next, stage == next {
      logger.trace("layer", metadata: ["stage": "\(next.rawValue)", "layer": "\(layer)/\(layerCount)"])
      return
    }
    if let stage { logger.debug("stage", metadata: ["stage": "\(stage.rawValue)", "time": "\(now - start)"]) }
    stage = next
    start = now
  }
}
