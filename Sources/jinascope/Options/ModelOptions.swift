public import ArgumentParser
import EmbeddingEngine
import Embeddings
import Foundation
import Imaging
import ModelHub
import Settings
public import Tensors

extension Precision: ExpressibleByArgument {}
extension WeightFormat: ExpressibleByArgument {}

/// Which model runs, and how: the options of every command that embeds.
struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A model folder, org/name[@revision] in the Hugging Face cache, or bundled; by default JINASCOPE_MODEL, else "
        + "jinaai/jina-embeddings-v4 if it is in that cache, else the bundled model. The network is never used.",
      valueName: "model"))
  var model: String?

  @Option(help: ArgumentHelp("Threads to compute on; by default one per core.", valueName: "n"))
  var threads: Int?

  @Option(help: ArgumentHelp("The most tokens in one pass.", valueName: "n"))
  var batchTokens: Int = EngineOptions().batchTokens

  @Option(
    help: ArgumentHelp("Shrink pictures to at most this many pixels; by default the model's own limit.", valueName: "n")
  )
  var maxPixels: Int?

  @Option(
    help: ArgumentHelp("Refuse pictures with more pixels than this, before decoding them.", valueName: "n"))
  var maxDecodePixels: Int = EngineOptions().maximumDecodedPixels

  @Flag(help: "Rotate pictures as their EXIF data say; the model's reference does not.")
  var exifOrientation = false

  @Option(help: "exact (the default), or fast (inputs of matrix products rounded to BF16).")
  var precision: Precision?

  @Option(
    help: """
      How weights are kept in memory: stored (the default), or int8 (weights and inputs of matrix products rounded to 8 \
      bits: half the memory, faster, less exact; `info --measure` says by how much).
      """)
  var weights: WeightFormat?

  @Flag(help: "Leave the weights in their files instead of packing them in memory: less memory, but slower.")
  var lowMemory = false

  @OptionGroup var configuration: ConfigurationOptions

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    if batchTokens < 1 { throw ValidationError("--batch-tokens must be at least 1") }
    if weights == .int8, lowMemory {
      throw ValidationError("use either --weights int8 or --low-memory")
    }
    if maxDecodePixels < 1 { throw ValidationError("--max-decode-pixels must be at least 1") }
  }

  /// What decodes pictures beside the model, for people to look at, as the model sees them.
  var imageDecoder: ImageDecoder {
    ImageDecoder(maximumPixels: maxDecodePixels, appliesOrientation: exifOrientation)
  }

  /// Whether somebody named a model: on the command line, in the environment or in the configuration file.
  var isNamed: Bool {
    get throws {
      if model != nil { return true }
      let configuration = try ProgramConfiguration(self.configuration)
      return try configuration.path("model") != nil || ![.cache, .bundled].contains(locate(configuration).origin)
    }
  }

  /// Finds and opens the model for a command without a screen, and says on standard error what it is where nobody named
  /// it, and what was assumed of it.
  func load() throws -> any Embedder {
    let configuration = try ProgramConfiguration(self.configuration)
    configuration.remarkProblems()
    return try loadAndRemark(configuration)
  }

  /// The same as `configuration` says where the command line does not.
  func loadAndRemark(_ configuration: ProgramConfiguration) throws -> any Embedder {
    let located = try locate(configuration)
    if let remark = located.remark { Destination.remark("jinascope: \(remark)") }
    let engine = try open(located, configuration)
    for assumption in engine.model.assumptions { Destination.remark("jinascope: \(assumption)") }
    return engine
  }

  /// Finds the model: the command line's, else the environment's, else the configuration file's, else the usual one.
  func locate(_ configuration: ProgramConfiguration) throws -> LocatedModel {
    let locator = ModelLocator(environment: ProcessInfo.processInfo.environment)
    guard model == nil, let name = configuration.path("model"),
      case .file(let line)? = configuration.values.entry(of: "model")?.origin
    else { return try locator.locate(model) }
    do { return try locator.locate(name) } catch {
      throw ConfigurationError.setting(name: "model", path: configuration.path, line: line, reason: error)
    }
  }

  /// Opens a model that was found.
  func open(_ located: LocatedModel, _ configuration: ProgramConfiguration) throws -> EmbeddingEngine {
    if let threads, threads > EngineOptions.mostThreads {
      Destination.remark("jinascope: --threads \(threads) is too many; \(EngineOptions.mostThreads) are used")
    }
    let identity = ModelIdentity(
      name: located.name, license: ModelFolder(path: located.directory).license,
      fingerprint: try ModelFingerprint(folder: located.directory).description)
    do {
      return try EmbeddingEngine(
        directory: located.directory, identity: identity, options: engineOptions(configuration))
    } catch ImageError.invalidConfiguration(_, _, let expected, let found) where maxPixels != nil {
      throw ValidationError("--max-pixels needs a number in \(expected), not \(found)")
    }
  }

  /// How the model runs: as the command line says, else as `configuration` does, else as usual.
  func engineOptions(_ configuration: ProgramConfiguration) -> EngineOptions {
    let values = configuration.values
    let usual = EngineOptions()
    // What the command line says of the memory comes before what the file says of the weights.
    let configuredWeights = lowMemory ? nil : values.text("weights").flatMap(WeightFormat.init(rawValue:))
    return EngineOptions(
      threads: threads ?? values.number("threads"), batchTokens: batchTokens,
      precision: precision ?? values.text("precision").flatMap(Precision.init(rawValue:)) ?? usual.precision,
      weights: weights ?? configuredWeights ?? usual.weights, lowMemory: lowMemory, maximumPixels: maxPixels,
      maximumDecodedPixels: maxDecodePixels, appliesOrientation: exifOrientation)
  }
}
