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
      adapters: try WeightSource.Adapters(of: directory, configuration: configuration), packs: packsWeights,
      format: packsWeights ? weights : .stored)
    self.source = source
    files = archive.files + (source.adapters.map { [$0.weights] } ?? [])
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
    let (processor, isProcessorAssumed) = try Self.imageProcessor(of: directory, vision: configuration.vision)
    imageProcessor = processor
    let visual = root["visual"]
    vision =
      visual.isEmpty
      ? nil : try VisionEncoder(visual, configuration: configuration.vision, outputs: configuration.hiddenSize)
    contents = ModelContents(base: archive, source: source, configuration: configuration)
    limitations = Self.limitations(
      hasAdapters: source.adapters != nil, hasProjector: projector != nil, hasVision: vision != nil)
    assumptions =
      configuration.assumptions(file: directory.configuration, withVision: vision != nil)
      + (source.adapters?.assumptions ?? [])
      + (vision != nil && isProcessorAssumed
        ? [
          "\(directory.path) has no preprocessor_config.json and no image processor in processor_config.json, "
            + "so pictures are prepared as for the published model"
        ] : [])
  }

  /// The image processor that a checkpoint asks for: the one inside of `processor_config.json`, as transformers 5 writes
  /// it, else `preprocessor_config.json`, else the published model's; patches must be those of the vision tower.
  ///
  /// Source: `ImageProcessingMixin.get_image_processor_dict` of transformers 5.24.
  private static func imageProcessor(
    of directory: ModelDirectory, vision: VisionConfiguration
  ) throws(JinaModelError) -> (processor: ImageProcessorConfiguration, isAssumed: Bool) {
    var source: ConfigurationReader?
    if let file = directory.processor {
      let document = try ConfigurationReader(file: file)
      let member = "image_processor"
      if document.value(member) != nil { source = try document.only(member) }
    }
    if source == nil, let file = directory.preprocessor { source = try ConfigurationReader(file: file) }
    guard let source else { return (ImageProcessorConfiguration(), true) }
    let processor: ImageProcessorConfiguration
    do { processor = try ImageProcessorConfiguration(source.objects[0], file: source.file) } catch {
      throw .imageProcessor(error)
    }
    for (member, found, needed) in [
      ("patch_size", processor.patchSize, vision.patchSize),
      ("merge_size", processor.mergeSize, vision.spatialMergeSize),
      ("temporal_patch_size", processor.temporalPatchSize, vision.temporalPatchSize),
    ] where found != needed {
      throw .configuration(
        file: source.file, member: member, found: "\(found)", expected: "\(needed), as in config.json,")
    }
    return (processor, false)
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
