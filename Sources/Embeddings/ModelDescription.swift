/// What a loaded model is and can do: everything the screen and `jinascope info` say about it.
public struct ModelDescription: Hashable, Sendable {
  /// One task adapter.
  public struct Adapter: Hashable, Sendable {
    /// The task.
    public let task: EmbeddingTask
    /// Rank of its low-rank updates; `nil` when the adapter is already merged into the weights.
    public let rank: Int?
    /// Its scaling numerator α; the updates are scaled by α / rank.
    public let alpha: Double?
    /// Parameters of this adapter.
    public let parameterCount: Int
    /// The file its tensors come from, relative to the model's directory; `nil` when merged.
    public let file: String?

    /// An adapter from its parts.
    public init(task: EmbeddingTask, rank: Int?, alpha: Double?, parameterCount: Int, file: String?) {
      self.task = task
      self.rank = rank
      self.alpha = alpha
      self.parameterCount = parameterCount
      self.file = file
    }
  }

  /// A short name: `jinaai/jina-embeddings-v4`, or the directory's.
  public var name: String
  /// The model's directory.
  public var directory: String
  /// A sentence that must stand beside every number of this model (a demonstration or an untrained model); `nil` for
  /// any other.
  public var notice: String?
  /// What this checkpoint cannot do, a sentence each.
  public var limitations: [String]
  /// What was taken for granted because the model's files do not say it, a sentence without its final full stop each.
  public var assumptions: [String]
  /// The tasks, in the checkpoint's order; never empty.
  public var adapters: [Adapter]
  /// The dimensions a vector may be cut to, ascending; the last is the full one.
  public var matryoshkaDimensions: [Int]
  /// Components of each token's vector; `nil` without projector.
  public var multiVectorDimension: Int?
  /// Whether pictures can be embedded.
  public var readsImages: Bool
  /// The most tokens a text may have; more are cut and reported.
  public var contextLength: Int
  /// Layers of the text decoder.
  public var layerCount: Int
  /// Parameters of the base model.
  public var parameterCount: Int
  /// Tensors of the base model.
  public var tensorCount: Int
  /// Bytes of all weight files.
  public var byteCount: Int
  /// The weights' element types, as `BF16` or `BF16, F32`.
  public var storedTypes: String
  /// The license, where the files tell it.
  public var license: String?
  /// SHA-256 that identifies the model's files, in hexadecimal; `nil` where nobody computed it.
  public var fingerprint: String?
  /// The instruction set the kernels were chosen for.
  public var instructionSet: String
  /// Threads a pass runs on.
  public var threadCount: Int

  /// A description from its parts.
  public init(
    name: String, directory: String, notice: String? = nil, limitations: [String] = [],
    assumptions: [String] = [], adapters: [Adapter], matryoshkaDimensions: [Int], multiVectorDimension: Int?,
    readsImages: Bool, contextLength: Int, layerCount: Int, parameterCount: Int, tensorCount: Int, byteCount: Int,
    storedTypes: String, license: String? = nil,
    fingerprint: String? = nil, instructionSet: String, threadCount: Int
  ) {
    self.name = name
    self.directory = directory
    self.notice = notice
    self.limitations = limitations
    self.assumptions = assumptions
    self.adapters = adapters
    self.matryoshkaDimensions = matryoshkaDimensions
    self.multiVectorDimension = multiVectorDimension
    self.readsImages = readsImages
    self.contextLength = contextLength
    self.layerCount = layerCount
    self.parameterCount = parameterCount
    self.tensorCount = tensorCount
    self.byteCount = byteCount
    self.storedTypes = storedTypes
    self.license = license
    self.fingerprint = fingerprint
    self.instructionSet = instructionSet
    self.threadCount = threadCount
  }

  /// The tasks, in the checkpoint's order.
  public var tasks: [EmbeddingTask] { adapters.map(\.task) }

  /// The model's full dimension.
  public var fullDimension: Int { matryoshkaDimensions.last ?? 0 }
}
