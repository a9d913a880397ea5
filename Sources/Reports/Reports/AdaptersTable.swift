public import Embeddings

extension Table {
  /// The task adapters of a model: `task`, `rank`, `alpha`, `parameters`, `file`; an adapter that is merged into the weights
  /// has neither rank, alpha nor file.
  public static func adapters(_ model: ModelDescription) -> Table {
    var table = Table([
      .text("task"), .integer("rank"), .number("alpha"), .integer("parameters"), .text("file"),
    ])
    for adapter in model.adapters {
      table.append([
        .text(adapter.task.name), Field(adapter.rank), Field(adapter.alpha), .integer(adapter.parameterCount),
        Field(adapter.file),
      ])
    }
    return table
  }
}
