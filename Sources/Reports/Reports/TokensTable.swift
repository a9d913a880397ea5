public import Embeddings

/// A text as the model reads it, in tokens.
public struct TokenizedText: Hashable, Sendable {
  let id: String
  let task: EmbeddingTask
  let role: PromptRole
  let pieces: [TokenPiece]

  /// The text `id`, read under a task in a role.
  public init(id: String, task: EmbeddingTask, role: PromptRole, pieces: [TokenPiece]) {
    self.id = id
    self.task = task
    self.role = role
    self.pieces = pieces
  }
}

extension Table {
  /// Texts in tokens, prompt included: `id`, `task` and `role` of the text, then of each token `token_index` (from 0),
  /// `token_id` (the row of the embedding table) and `token`.
  public static func tokens(_ texts: some Sequence<TokenizedText>) -> Table {
    var table = Table([
      .text("id"), .text("task"), .text("role"), .integer("token_index"), .integer("token_id"),
      .text("token", isQuoted: true),
    ])
    for text in texts {
      for (index, piece) in text.pieces.enumerated() {
        table.append([
          .text(text.id), .text(text.task.name), .text(text.role.rawValue), .integer(index), .integer(piece.id),
          .text(piece.text),
        ])
      }
    }
    return table
  }
}
