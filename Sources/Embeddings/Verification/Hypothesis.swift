/// A way in which a model may have made the vector of an item.
public struct Hypothesis: Hashable, Sendable {
  /// The adapter.
  public var task: EmbeddingTask
  /// The role a text was read in; `nil` for pictures.
  public var role: PromptRole?
  /// The tokens after which a text was cut, its prompt included; `nil` where it was read as far as the model can.
  public var tokenLimit: Int?
  /// The pixels that a picture was resized to at most; `nil` is the model's own budget.
  public var maximumPixels: Int?
  /// Whether the model read only what stands around a picture, and not the picture.
  public var isWithoutPicture = false

  /// A way from its parts.
  public init(task: EmbeddingTask, role: PromptRole?, tokenLimit: Int? = nil, maximumPixels: Int? = nil) {
    self.task = task
    self.role = role
    self.tokenLimit = tokenLimit
    self.maximumPixels = maximumPixels
  }
}
