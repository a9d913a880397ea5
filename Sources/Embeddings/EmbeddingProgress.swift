/// How far a call of `Embedder.embed` has come; sent after each layer.
public struct EmbeddingProgress: Hashable, Sendable {
  /// What the engine is doing.
  public enum Stage: String, Sendable {
    /// Tokenizing texts, decoding and resizing pictures.
    case preparing
    /// A block of the vision tower.
    case vision
    /// A layer of the text decoder.
    case decoder
  }

  /// What the engine is doing.
  public var stage: Stage
  /// Layers of this stage that are done, of the batch at hand.
  public var layer: Int
  /// Layers of this stage.
  public var layerCount: Int
  /// Requests whose results have been delivered.
  public var finishedItems: Int
  /// Requests of the call.
  public var totalItems: Int
  /// Token rows that have been computed; one text under two tasks counts twice.
  public var finishedTokens: Int
  /// Token rows of the call, as far as they are known.
  public var totalTokens: Int

  /// Token rows of the pass at hand; 0 between two passes.
  public var passTokens: Int

  /// A progress from its parts.
  public init(
    stage: Stage, layer: Int, layerCount: Int, finishedItems: Int, totalItems: Int, finishedTokens: Int,
    totalTokens: Int, passTokens: Int = 0
  ) {
    self.stage = stage
    self.layer = layer
    self.layerCount = layerCount
    self.finishedItems = finishedItems
    self.totalItems = totalItems
    self.finishedTokens = finishedTokens
    self.totalTokens = totalTokens
    self.passTokens = passTokens
  }

  /// Token rows of the pass at hand that count as computed: each layer is an equal share of all.
  public var computedPassTokens: Int { stage == .decoder && layerCount > 0 ? passTokens * layer / layerCount : 0 }

  /// Token rows that count as computed, those of the pass at hand included.
  public var computedTokens: Int { finishedTokens + computedPassTokens }

  /// Whether the pass at hand is of a document so long that it is watched by itself.
  public var isLongPass: Bool { passTokens >= Self.longPass }

  /// Token rows from which on a pass is a long one: on two cores, the published model is at it for a minute.
  public static let longPass = 4096
}
