public import Embeddings
import Safetensors
import Tensors

/// What a model's weight files hold, for people.
public struct ModelContents: Hashable, Sendable {
  /// The tasks and their adapters, in the checkpoint's order; never empty.
  public let adapters: [ModelDescription.Adapter]
  /// Parameters of the base model.
  public let parameterCount: Int
  /// Tensors of the base model.
  public let tensorCount: Int
  /// Bytes of all weight files.
  public let byteCount: Int
  /// The base model's element types, the one with most bytes first: `BF16`, or `F16, F32`.
  public let storedTypes: String

  /// The name of the one task of a checkpoint whose adapters are merged and whose configuration names none.
  static let mergedTask = EmbeddingTask("merged")

  init(base archive: SafetensorsArchive, source: WeightSource, configuration: JinaConfiguration) {
    let tensors = source.base.entries.values.map(\.tensor)
    tensorCount = tensors.count
    parameterCount = tensors.reduce(0) { $0 + $1.count }
    var bytes: [DType: Int] = [:]
    for tensor in tensors { bytes[tensor.dtype, default: 0] += tensor.dtype.byteCount(tensor.count) ?? 0 }
    storedTypes = bytes.sorted { ($0.value, $1.key.rawValue) > ($1.value, $0.key.rawValue) }.map(\.key.rawValue)
      .joined(separator: ", ")

    guard let adapters = source.adapters else {
      let task = configuration.taskNames.count == 1 ? configuration.taskNames[0] : Self.mergedTask
      self.adapters = [.init(task: task, rank: nil, alpha: nil, parameterCount: 0, file: nil)]
      byteCount = archive.byteCount
      return
    }
    byteCount = archive.byteCount + adapters.byteCount
    self.adapters = adapters.tasks.map { task in
      let own = adapters.names.entries.filter { $0.key.split(separator: ".").last.map(String.init) == task.name }
      return .init(
        task: task, rank: adapters.configuration.rank, alpha: adapters.configuration.alpha,
        parameterCount: own.values.reduce(0) { $0 + $1.tensor.count }, file: adapters.file)
    }
  }
}
