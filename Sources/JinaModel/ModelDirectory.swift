import Files
public import Safetensors
import StrictJSON

/// A folder in the published layout: which of a model's files it has, and what they are called.
public struct ModelDirectory: Hashable, Sendable {
  /// The folder.
  public let path: String
  /// `config.json`.
  public let configuration: String
  /// `tokenizer.json`, where there is one.
  public let tokenizer: String?
  /// `vocab.json` and `merges.txt`, where both are there.
  public let vocabularyAndMerges: [String]?
  /// `added_tokens.json`, where there is one.
  public let addedTokens: String?
  /// `preprocessor_config.json`, where there is one.
  public let preprocessor: String?
  /// `processor_config.json`, where there is one: transformers 5 writes the image processor into it.
  public let processor: String?
  /// `adapters/adapter_config.json`, where there are adapters.
  public let adapterConfiguration: String?
  /// `adapters/adapter_model.safetensors`, where there are adapters.
  public let adapterWeights: String?

  /// Looks into the folder at `path`, without opening its weights.
  ///
  /// - Throws: `JinaModelError.missingFiles` where files are missing; `.weights` where it cannot be told which.
  public init(path: String) throws(JinaModelError) {
    func present(_ name: String) -> String? { Self.has(name, in: path) ? path + "/" + name : nil }
    let missing: [String]
    do { missing = try Self.missingFiles(in: path) } catch { throw .weights(error) }
    if !missing.isEmpty { throw .missingFiles(missing, folder: path) }

    self.path = path
    configuration = path + "/config.json"
    tokenizer = present("tokenizer.json")
    let parts = [present("vocab.json"), present("merges.txt")].compactMap { $0 }
    vocabularyAndMerges = parts.count == 2 ? parts : nil
    addedTokens = present("added_tokens.json")
    preprocessor = present("preprocessor_config.json")
    processor = present("processor_config.json")
    adapterConfiguration = present("adapters/adapter_config.json")
    adapterWeights = present("adapters/adapter_model.safetensors")
  }

  /// The files that a model needs and the folder at `path` lacks: a configuration, all shards of the weights, a
  /// tokenizer, and both files of the adapters where the model has some.
  ///
  /// - Throws: `SafetensorsError` where the folder or the list of shards cannot be read.
  public static func missingFiles(in path: String) throws(SafetensorsError) -> [String] {
    var missing = ["config.json"]
    if !(has("vocab.json", in: path) && has("merges.txt", in: path)) { missing.append("tokenizer.json") }
    if needsAdapters(path) { missing += ["adapters/adapter_config.json", "adapters/adapter_model.safetensors"] }
    missing.removeAll { has($0, in: path) }
    do { return missing + (try ShardList(folder: path).missing) } catch .noShards {
      return missing + ["model.safetensors"]
    }
  }

  /// Whether the model computes nothing of what it says without adapters: its class is Jina's own and names tasks, or
  /// it names several, which one set of weights cannot be; or a part of them is there.
  private static func needsAdapters(_ path: String) -> Bool {
    if (try? FileStatus(path: path + "/adapters")) != nil { return true }
    guard let bytes = try? FileContents.read(path + "/config.json", limit: ReadingLimit.modelDescription),
      let configuration = (try? JSONValue(parsing: bytes, .python))?.object
    else { return false }
    let tasks = configuration["task_names"]?.array?.count ?? 0
    let isJina = configuration["architectures"]?.array?.first?.string?.hasPrefix("JinaEmbeddingsV4") == true
    return tasks > 1 || isJina && tasks == 1
  }

  private static func has(_ name: String, in path: String) -> Bool {
    (try? FileStatus(path: path + "/" + name))?.kind == .file
  }
}
