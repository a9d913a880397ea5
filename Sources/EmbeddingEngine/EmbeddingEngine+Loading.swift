import Embeddings
import Files
import Imaging
import JinaModel
import Logging
import Tensors
import Tokenization

extension EmbeddingEngine {
  /// The most tokens of a text, whatever the configuration says.
  ///
  /// Source: `modeling_jina_embeddings_v4.py`, `max_length`.
  static let longestWindow = 32768

  /// Opens the model in a folder of the published layout; its weights are mapped, not read.
  ///
  /// - Throws: `JinaModelError` or `TokenizationError`, which say what is wrong with which file;
  ///   ``AddressSpaceTooSmall``.
  public init(directory: String, identity: ModelIdentity = ModelIdentity(), options: EngineOptions = EngineOptions())
    throws
  {
    let start = ContinuousClock.now
    let files = try ModelDirectory(path: directory)
    try AddressSpaceTooSmall.check(files, options: options)
    let network = try JinaModel(
      directory: files, threads: options.threads, precision: options.precision, packsWeights: !options.lowMemory,
      weights: options.weights)
    let tokenizer = try Tokenizer(directory: directory)
    let name = identity.name ?? Path.name(of: directory)
    let configuration = network.configuration
    let model = ModelDescription(
      name: name, directory: directory, notice: try Self.notice(in: directory), limitations: network.limitations,
      assumptions: network.assumptions, adapters: network.contents.adapters,
      matryoshkaDimensions: configuration.matryoshkaDims,
      multiVectorDimension: network.multiVectorDimension, readsImages: network.readsImages,
      contextLength: min(Self.longestWindow, configuration.maxPositionEmbeddings),
      layerCount: configuration.numHiddenLayers, parameterCount: network.contents.parameterCount,
      tensorCount: network.contents.tensorCount, byteCount: network.contents.byteCount,
      storedTypes: network.contents.storedTypes, license: identity.license, fingerprint: identity.fingerprint,
      instructionSet: InstructionSet.current, threadCount: network.threadCount)
    var processor = network.imageProcessor
    if let pixels = options.maximumPixels { processor = try processor.limited(toPixels: pixels) }
    let reader = ImageReader(
      decoder: ImageDecoder(
        maximumPixels: options.maximumDecodedPixels, appliesOrientation: options.appliesOrientation),
      processor: processor)
    self.init(network: network, tokenizer: tokenizer, model: model, imageReader: reader, options: options)
    for file in [files.configuration, files.tokenizer, files.preprocessor, files.adapterWeights].compactMap({ $0 }) {
      logger.debug("file", metadata: ["path": "\(file)", "bytes": "\((try? FileStatus(path: file))?.byteCount ?? 0)"])
    }
    logger.debug(
      "opened",
      metadata: [
        "directory": "\(directory)", "parameters": "\(model.parameterCount)", "tensors": "\(model.tensorCount)",
        "time": "\(ContinuousClock.now - start)",
      ])
  }

  /// The sentence of `notice.txt`, which a model that must not be mistaken for the published one carries.
  private static func notice(in directory: String) throws -> String? {
    guard let bytes = try? FileContents.read(directory + "/notice.txt", limit: 1000) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).joined(separator: " ")
    return text.isEmpty ? nil : text
  }
}
