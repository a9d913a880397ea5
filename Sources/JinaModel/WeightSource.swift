import Embeddings
import Files
import Safetensors
import Tensors

/// Everything layers are made from: the base model's tensors, and the adapters where there are any.
struct WeightSource: Sendable {
  /// Low-rank updates of several tasks, with the settings they share.
  struct Adapters: Sendable {
    let names: WeightNames
    let configuration: AdapterConfiguration
    let tasks: [EmbeddingTask]
    /// The file, relative to the model's directory.
    let file: String
    /// The same, opened.
    let weights: SafetensorsFile
    let byteCount: Int
    /// What was taken for granted of them, a sentence each.
    let assumptions: [String]
  }

  let base: WeightNames
  let adapters: Adapters?
  /// Whether weights are packed for later products.
  let packs: Bool
  /// What they are packed to.
  let format: WeightFormat
}

extension WeightSource.Adapters {
  /// The adapters of a folder; `nil` where it has none.
  init?(of directory: ModelDirectory, configuration: JinaConfiguration) throws(JinaModelError) {
    guard let settings = directory.adapterConfiguration, let weights = directory.adapterWeights else { return nil }
    let reader = try ConfigurationReader(file: settings)
    let own = try AdapterConfiguration(reader)
    let file: SafetensorsFile
    do { file = try SafetensorsFile(path: weights) } catch { throw .weights(error) }
    var names = try WeightNames(adapters: file, folder: directory.path + "/adapters", targets: own.targets)
    for (name, entry) in names.entries {
      guard let reason = Self.reasonAgainst(name, layers: configuration.numHiddenLayers) else { continue }
      throw .strayAdapter(tensor: entry.name, file: entry.file, reason: reason)
    }
    var assumptions = own.assumptions
    if let first = names.leftOut.first {
      let others = names.leftOut.count > 1 ? " and \(names.leftOut.count - 1) more" : ""
      assumptions.append(
        "tensors of \(weights) are left out as in PEFT (\(first)\(others)): \(settings) gives their modules no update")
    }
    let found = Set(names.entries.keys.compactMap { $0.split(separator: ".").last.map(String.init) })
    var tasks = configuration.taskNames
    if found == [AdapterName.unnamedTask], !tasks.contains(EmbeddingTask(AdapterName.unnamedTask)) {
      if tasks.count == 1 {
        names = names.renaming(task: AdapterName.unnamedTask, to: tasks[0].name)
      } else {
        if !tasks.isEmpty {
          assumptions.append(
            "\(weights) holds one adapter without a name and config.json names \(tasks.count) tasks, "
              + "so its task is called \(AdapterName.unnamedTask)")
        }
        tasks = [EmbeddingTask(AdapterName.unnamedTask)]
      }
    } else {
      for task in tasks where !found.contains(task.name) { throw .missingAdapter(task, file: weights) }
    }
    // A checkpoint that does not name its tasks: the names its adapters have.
    if tasks.isEmpty { tasks = found.sorted().map { EmbeddingTask($0) } }
    guard !tasks.isEmpty else { throw .noAdapters(file: weights) }
    self.init(
      names: names, configuration: own, tasks: tasks, file: "adapters/adapter_model.safetensors",
      weights: file, byteCount: file.mapping.byteCount, assumptions: assumptions)
  }

  /// Why a low-rank update under this name is of no Linear that has one: the seven projections of a layer, and the
  /// projector; `nil` where it is.
  private static func reasonAgainst(_ name: String, layers: Int) -> JinaModelError.StrayAdapter? {
    let parts = name.split(separator: ".").dropLast(2)
    if parts == ["multi_vector_projector"] { return nil }
    let projections: Set = [
      "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
      "mlp.down_proj",
    ]
    guard parts.count == 5, parts.prefix(2) == ["language_model", "layers"], let layer = Int(parts[2]),
      projections.contains(parts.suffix(2).joined(separator: "."))
    else { return .notImplemented }
    return (0..<layers).contains(layer) ? nil : .noSuchLayer(count: layers)
  }
}
