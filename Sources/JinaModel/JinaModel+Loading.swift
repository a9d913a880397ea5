import Embeddings
import Files
import Imaging
import Safetensors
public import Tensors
import Threading

extension JinaModel {
  /// Opens the model in `directory`, whose files stay mapped as long as the model lives.
  ///
  /// - Parameters:
  ///   - threads: the most threads a pass may use.
  ///   - precision: how exactly products with weights are computed.
  ///   - packsWeights: whether the first pass copies the weights it uses into memory, in the order later passes read
  ///     them; otherwise every pass reads the mapped files.
  ///   - weights: what the weights of the layers are packed to; only where they are packed.
  /// - Throws: `JinaModelError`.
  public init(
    directory: ModelDirectory, threads: Int, precision: Precision = .exact, packsWeights: Bool = true,
    weights: WeightFormat = .stored
  ) throws(JinaModelError) {
    let configuration = try JinaConfiguration(path: directory.configuration)
    let archive: SafetensorsArchive
    do { archive = try SafetensorsArchive(folder: directory.path) } catch { throw .weights(error) }
    let source = WeightSource(
      base: try WeightNames(base: archive, folder: directory.path),
      adapters: try Self.adapters(of: directory, configuration: configuration), packs: packsWeights,
      format: packsWeights ? weights : .stored)
    let root = WeightScope(source)
    let text = root["language_model"]

    self.configuration = configuration
    parallel = ParallelFor(threads: threads)
    self.precision = precision
    embedding = TokenEmbedding(
      weight: try text["embed_tokens"].tensor(
        "weight", shape: [configuration.vocabSize, configuration.hiddenSize]))
    decoder = try TextDecoder(text, configuration: configuration)
    projector =
      root["multi_vector_projector"].has("weight")
      ? try MultiVectorProjector(root.unrounded, configuration: configuration) : nil
    imageProcessor = try Self.imageProcessor(of: directory, vision: configuration.vision)
    let visual = root["visual"]
    vision =
      visual.isEmpty
      ? nil : try VisionEncoder(visual, configuration: configuration.vision, outputs: configuration.hiddenSize)
    contents = ModelContents(base: archive, source: source, configuration: configuration)
    limitations = Self.limitations(
      hasAdapters: source.adapters != nil, hasProjector: projector != nil, hasVision: vision != nil)
  }

  /// The settings of `preprocessor_config.json`, else the published model's; patches must be those of the vision tower.
  private static func imageProcessor(
    of directory: ModelDirectory, vision: VisionConfiguration
  ) throws(JinaModelError) -> ImageProcessorConfiguration {
    guard let file = directory.preprocessor else { return ImageProcessorConfiguration() }
    let processor: ImageProcessorConfiguration
    let json = try ConfigurationReader(file: file).objects[0]
    do { processor = try ImageProcessorConfiguration(json) } catch { throw .imageProcessor(error) }
    for (member, found, needed) in [
      ("patch_size", processor.patchSize, vision.patchSize),
      ("merge_size", processor.mergeSize, vision.spatialMergeSize),
      ("temporal_patch_size", processor.temporalPatchSize, vision.temporalPatchSize),
    ] where found != needed {
      throw .configuration(file: file, member: member, found: "\(found)", expected: "\(needed), as in config.json,")
    }
    return processor
  }

  private static func adapters(
    of directory: ModelDirectory, configuration: JinaConfiguration
  ) throws(JinaModelError) -> WeightSource.Adapters? {
    guard let settings = directory.adapterConfiguration, let weights = directory.adapterWeights else { return nil }
    let file: SafetensorsFile
    do { file = try SafetensorsFile(path: weights) } catch { throw .weights(error) }
    let names = try WeightNames(adapters: file, folder: directory.path + "/adapters")
    for (name, entry) in names.entries where !isAdapted(name, layers: configuration.numHiddenLayers) {
      throw .strayAdapter(tensor: entry.name, file: entry.file)
    }
    var tasks = configuration.taskNames
    if tasks.isEmpty {
      // A checkpoint that does not name its tasks: the names its adapters have.
      tasks = Set(names.entries.keys.compactMap { $0.split(separator: ".").last }).sorted()
        .map { EmbeddingTask(String($0)) }
    }
    return WeightSource.Adapters(
      names: names, configuration: try AdapterConfiguration(ConfigurationReader(file: settings)), tasks: tasks,
      file: "adapters/adapter_model.safetensors", byteCount: file.mapping.byteCount)
  }

  /// Whether a low-rank update under this name belongs to a Linear that has one: the seven projections of a layer, and
  /// the projector.
  private static func isAdapted(_ name: String, layers: Int) -> Bool {
    let parts = name.split(separator: ".").dropLast(2)
    if parts == ["multi_vector_projector"] { return true }
    let projections: Set = [
      "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
      "mlp.down_proj",
    ]
    guard parts.count == 5, parts.prefix(2) == ["language_model", "layers"], let layer = Int(parts[2]) else {
      return false
    }
    return (0..<layers).contains(layer) && projections.contains(parts.suffix(2).joined(separator: "."))
  }

  private static func limitations(hasAdapters: Bool, hasProjector: Bool, hasVision: Bool) -> [String] {
    var limitations: [String] = []
    if !hasAdapters {
      limitations.append(
        "This checkpoint has no adapters folder: whatever task was merged into its weights is the only one.")
    }
    if !hasProjector {
      limitations.append("This checkpoint has no multi-vector projector: it gives single vectors only.")
    }
    if !hasVision { limitations.append("This checkpoint has no vision tower: it reads texts only.") }
    return limitations
  }
}
