/// Why vectors that items bring along cannot be used as asked.
public enum ImportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The model makes vectors of another dimension.
  case otherDimension(Int, model: String, expected: Int)
  /// Two collections have vectors of different dimensions.
  case severalDimensions(Int, Int)
  /// A vector was made under a task that the model does not have.
  case unknownTask(String, model: String, valid: [EmbeddingTask])
  /// So many items bring no vector, and there is no model to make it.
  case itemsWithoutVectors(Int)
  /// Something was to be embedded that only a model can embed, or nothing can.
  case notEmbedded(task: EmbeddingTask, hasModel: Bool)

  /// One sentence: what, and what to do.
  public var description: String {
    switch self {
    case .otherDimension(let dimensions, let model, let expected):
      "the items' vectors have \(dimensions) components, and those of \(model) \(expected): they cannot be compared; name "
        + "the model that made them with --model, or rank by an item"
    case .severalDimensions(let first, let second):
      "vectors of \(first) and of \(second) components cannot be compared; compare collections of one model"
    case .unknownTask(let name, let model, let valid):
      "the items have vectors of the task '\(name)', and the tasks of \(model) are "
        + "\(valid.map(\.name).joined(separator: ", ")); name the model that made them with --model"
    case .itemsWithoutVectors(let count):
      "\(count) item\(count == 1 ? " has" : "s have") no vector, and no model is loaded to make it; name one with --model"
    case .notEmbedded(let task, let hasModel):
      hasModel
        ? "it has no vector under \(task), and nothing that the model could embed"
        : "no model is loaded to embed this under \(task); name one with --model, or rank by an item"
    }
  }
}
