public import Embeddings
internal import Imaging
internal import StrictJSON

/// One vector with what identifies it: a line of a vector file.
public struct VectorRecord: Sendable {
  /// What was embedded.
  public enum Content: Sendable {
    /// A text in a role, before which the model read `prompt`; `nil` where nobody knows.
    case text(PromptRole?, prompt: String?)
    /// A picture, as the model read it.
    case image(ImageReading)
  }

  private let id: String
  private let label: String?
  private let content: Content
  private let task: EmbeddingTask
  private let tokens: Int?
  private let tokensBeforeTruncation: Int?
  let vector: SingleVector
  let multiVector: MultiVector?

  /// A record from its parts.
  ///
  /// - Parameters:
  ///   - tokens: tokens that the model read, prompt included; `nil` where nobody knows.
  ///   - tokensBeforeTruncation: those of a text that was longer than the model's window.
  ///   - vector: the vector, cut to the dimension that is wanted.
  public init(
    id: String, label: String?, content: Content, task: EmbeddingTask, tokens: Int?, tokensBeforeTruncation: Int? = nil,
    vector: SingleVector, multiVector: MultiVector? = nil
  ) {
    self.id = id
    self.label = label
    self.content = content
    self.task = task
    self.tokens = tokens
    self.tokensBeforeTruncation = tokensBeforeTruncation
    self.vector = vector
    self.multiVector = multiVector
  }

  /// The record as a line of JSON with what made it; `hasVectors` tells whether with its vectors.
  func writeLine(to writer: inout JSONWriter, hasVectors: Bool, _ facts: Facts) throws(JSONError) {
    try writer.object { (writer) throws(JSONError) in
      try writeMembers(to: &writer)
      if hasVectors { try writeVectors(to: &writer) }
      try facts.besideMembers(Self.names).write(to: &writer)
    }
    writer.endLine()
  }

  /// Names of members, which facts do not repeat.
  private static let names = [
    "id", "kind", "label", "task", "role", "prompt", "tokens", "tokens_before_truncation", "grid", "pixels",
    "dimensions", "embedding", "multi_vector",
  ]

  private func writeMembers(to writer: inout JSONWriter) throws(JSONError) {
    let (role, prompt, image): (PromptRole?, String?, ImageReading?) =
      switch content {
      case .text(let role, let prompt): (role, prompt, nil)
      case .image(let reading): (nil, nil, reading)
      }
    let members: [(String, Field)] = [
      ("id", .text(id)), ("kind", .text(image == nil ? "text" : "image")), ("label", Field(label)),
      ("task", .text(task.name)), ("role", Field(role?.rawValue)), ("prompt", Field(prompt)), ("tokens", Field(tokens)),
    ]
    for (name, value) in members {
      writer.name(name)
      try writer.value(value)
    }
    if let tokensBeforeTruncation { writer.member("tokens_before_truncation", tokensBeforeTruncation) }
    if let image {
      for (name, pair) in [("grid", [image.grid.rows, image.grid.columns]), ("pixels", [image.width, image.height])] {
        writer.member(name) { writer in writer.array { writer in for number in pair { writer.value(number) } } }
      }
    }
    writer.member("dimensions", vector.dimensions)
  }

  private func writeVectors(to writer: inout JSONWriter) throws(JSONError) {
    try writer.member("embedding", vector.values)
    guard let multiVector else { return }
    writer.name("multi_vector")
    try writer.array { (writer) throws(JSONError) in
      for token in 0..<multiVector.tokens { try writer.value(multiVector[token]) }
    }
  }
}
