import Embeddings
import Tensors

/// A place in the tree of a model's names, from which layers take their tensors, each checked for type and shape.
struct WeightScope {
  private let source: WeightSource
  private let path: String
  private let format: WeightFormat

  /// The root of the tree.
  init(_ source: WeightSource) {
    self.source = source
    path = ""
    format = source.format
  }

  private init(_ source: WeightSource, path: String, format: WeightFormat) {
    self.source = source
    self.path = path
    self.format = format
  }

  /// The place `name` below this one; dots go deeper.
  subscript(name: String) -> WeightScope {
    WeightScope(source, path: path.isEmpty ? name : path + "." + name, format: format)
  }

  /// This place, with weights that are packed as they are stored whatever was asked for: those of the heads, the pixels
  /// and the low-rank updates, in which little time goes and any error would stay to the end.
  var unrounded: WeightScope { WeightScope(source, path: path, format: .stored) }

  /// Whether there is a tensor of that name here.
  func has(_ name: String) -> Bool { source.base.entries[self[name].path] != nil }

  /// Whether there is no tensor below this place.
  var isEmpty: Bool { !source.base.entries.keys.contains { $0.hasPrefix(path + ".") } }

  /// The tensor `name`, which must have `shape`.
  func tensor(_ name: String, shape: Shape) throws(JinaModelError) -> StoredTensor {
    try Self.check(source.base, self[name].path, shape: shape)
  }

  /// The values of a vector [count], such as a norm's weights.
  func vector(_ name: String, count: Int) throws(JinaModelError) -> StoredVector {
    StoredVector(try tensor(name, shape: [count]))
  }

  /// The tensor `name`, which must have `shape`, as a weight of `rows` rows.
  func weight(_ name: String, shape: Shape, rows: Int) throws(JinaModelError) -> ProductWeight {
    let tensor = try tensor(name, shape: shape)
    return ProductWeight(
      tensor.reshaped(to: [rows, tensor.count / rows]), packs: source.packs, mayCompact: !isVisual, format: format)
  }

  /// The Linears `names` of the same input, which are computed together.
  func linears(_ names: [(name: String, outputs: Int)], from inputs: Int, bias: Bool) throws(JinaModelError) -> [Linear]
  {
    var linears: [Linear] = []
    for (name, outputs) in names { linears.append(try linear(name, from: inputs, to: outputs, bias: bias)) }
    return linears.withEqualTasks()
  }

  /// The Linear `name` from `inputs` to `outputs` components, with the low-rank updates of every task.
  func linear(_ name: String, from inputs: Int, to outputs: Int, bias: Bool) throws(JinaModelError) -> Linear {
    let place = self[name]
    return Linear(
      weight: try place.weight("weight", shape: [outputs, inputs], rows: outputs),
      bias: bias ? try place.vector("bias", count: outputs) : nil,
      adapters: try place.adapters(from: inputs, to: outputs))
  }

  /// Whether the tower's tensors are here, which no adapter changes, and whose rows are many.
  private var isVisual: Bool { path.hasPrefix("visual.") }

  private func adapters(from inputs: Int, to outputs: Int) throws(JinaModelError) -> [EmbeddingTask: LowRankAdapter] {
    guard let adapters = source.adapters, !isVisual else { return [:] }
    var found: [EmbeddingTask: LowRankAdapter] = [:]
    for task in adapters.tasks {
      // A module that training left alone has neither factor; one without the other is damage.
      if ["A", "B"].allSatisfy({ adapters.names.entries["\(path).lora_\($0).\(task)"] == nil }) { continue }
      let down = try Self.check(
        adapters.names, "\(path).lora_A.\(task)", shape: [adapters.configuration.rank, inputs])
      let up = try Self.check(adapters.names, "\(path).lora_B.\(task)", shape: [outputs, adapters.configuration.rank])
      found[task] = LowRankAdapter(
        down: ProductWeight(down, packs: source.packs), up: ProductWeight(up, packs: source.packs),
        scale: adapters.configuration.scale)
    }
    return found
  }

  private static func check(_ names: WeightNames, _ name: String, shape: Shape) throws(JinaModelError) -> StoredTensor {
    guard let entry = names.entries[name] else { throw .missingTensor(name, folder: names.folder) }
    guard entry.tensor.shape == shape else {
      throw .wrongShape(tensor: entry.name, file: entry.file, expected: shape, found: entry.tensor.shape)
    }
    guard entry.tensor.dtype.isWeight else {
      throw .wrongType(tensor: entry.name, file: entry.file, found: entry.tensor.dtype)
    }
    return entry.tensor
  }
}
