import Embeddings
import Imaging
import StrictJSON

/// One line of the output of `embed`.
struct VectorLine {
  let id: String
  /// The role of a text; pictures have none.
  let role: PromptRole
  let result: EmbeddingResult
  /// The vector at the dimension that was asked for.
  let vector: SingleVector

  /// Writes what identifies the line: everything but the vectors.
  func writeFacts(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("kind", result.image == nil ? "text" : "image")
    writer.member("task", result.task.name)
    if result.image == nil {
      writer.member("role", role.rawValue)
    } else {
      writer.name("role")
      writer.null()
    }
    writer.name("prompt")
    if let prompt = result.prompt { writer.value(prompt) } else { writer.null() }
    writer.member("tokens", result.tokenCount)
    if let before = result.tokenCountBeforeTruncation { writer.member("tokens_before_truncation", before) }
    if let image = result.image {
      writer.member("grid") { writer in
        writer.array { writer in
          writer.value(image.grid.rows)
          writer.value(image.grid.columns)
        }
      }
      writer.member("pixels") { writer in
        writer.array { writer in
          writer.value(image.width)
          writer.value(image.height)
        }
      }
    }
    writer.member("dimensions", vector.dimensions)
  }

  /// Writes the line as a JSON object.
  func write(to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writeFacts(to: &writer)
      try writer.member("embedding", vector.values)
      if let tokens = result.multiVector {
        writer.name("multi_vector")
        try writer.array { writer in for token in 0..<tokens.tokens { try writer.value(tokens[token]) } }
      }
    }
  }
}
