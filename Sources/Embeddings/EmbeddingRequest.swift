/// One thing to embed, under one or several tasks in one pass.
public struct EmbeddingRequest: Hashable, Sendable {
  /// What is embedded.
  public enum Content: Hashable, Sendable {
    /// A text in a role.
    case text(String, PromptRole)
    /// A part of a document that is read in a role. Parts of one document that stand one behind the other in a call, under
    /// the same tasks, share one pass over it.
    case part(TextPart, PromptRole)
    /// A picture; pictures have no role.
    case image(ImageSource)
  }

  /// What is embedded.
  public var content: Content
  /// The adapters it is embedded under, in the order the results are wanted; not empty.
  public var tasks: [EmbeddingTask]
  /// Whether one vector per token is wanted beside the single vector.
  public var wantsMultiVector: Bool
  /// The most pixels that a picture is resized to; `nil` is the embedder's own budget.
  public var maximumPixels: Int?
  /// The vectors that are there already, which ``ImportedEmbedder`` gives; others embed the content anew.
  public var imported: ImportedVectors?

  /// A request for `content` under each of `tasks`.
  public init(
    _ content: Content, tasks: [EmbeddingTask], wantsMultiVector: Bool = false, imported: ImportedVectors? = nil
  ) {
    self.content = content
    self.tasks = tasks
    self.wantsMultiVector = wantsMultiVector
    self.imported = imported
  }
}
