public import ArgumentParser
public import Embeddings

extension PromptRole: ExpressibleByArgument {}

/// `--task`, which can be repeated.
struct TaskOptions: ParsableArguments {
  static let help: ArgumentHelp = ArgumentHelp(
    "A task of the model, or an alias (see `jinascope --help`).", valueName: "name")

  @Option(name: .customLong("task"), help: Self.help)
  var names: [String] = []

  /// The tasks that were named, or all of the model's where `allByDefault`, else its first.
  func resolve(among tasks: [EmbeddingTask], allByDefault: Bool = false) throws -> [TaskName] {
    let names = self.names.isEmpty ? (allByDefault ? tasks : Array(tasks.prefix(1))).map(\.name) : self.names
    var resolved: [TaskName] = []
    for name in names {
      let task = try TaskName(name, among: tasks)
      if !resolved.contains(where: { $0.task == task.task && $0.role == task.role }) { resolved.append(task) }
    }
    return resolved
  }
}

/// `--dimensions`.
struct DimensionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Truncate vectors to this Matryoshka dimension; by default the full one.", valueName: "n"))
  var dimensions: Int?

  /// The dimension that was asked for, checked against those the model offers.
  func resolve(for model: ModelDescription) throws -> Int {
    guard let dimensions else { return model.fullDimension }
    guard model.matryoshkaDimensions.contains(dimensions) else {
      throw RequestError.dimensionNotOffered(dimensions: dimensions, valid: model.matryoshkaDimensions)
    }
    return dimensions
  }
}
