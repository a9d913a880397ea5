import Files

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
  /// `adapters/adapter_config.json`, where there are adapters.
  public let adapterConfiguration: String?
  /// `adapters/adapter_model.safetensors`, where there are adapters.
  public let adapterWeights: String?

  /// Looks into the folder at `path`, without opening any file.
  ///
  /// - Throws: `JinaModelError.missingFiles` where a configuration, weights, a tokenizer or one half of the adapters is
  ///   missing; `.file` where the folder cannot be read.
  public init(path: String) throws(JinaModelError) {
    func present(_ name: String) -> String? {
      let file = path + "/" + name
      return (try? FileStatus(path: file))?.kind == .file ? file : nil
    }
    let names: [String]
    do { names = try Folder.names(in: path) } catch { throw .file(error) }

    self.path = path
    configuration = path + "/config.json"
    tokenizer = present("tokenizer.json")
    let parts = [present("vocab.json"), present("merges.txt")].compactMap { $0 }
    vocabularyAndMerges = parts.count == 2 ? parts : nil
    addedTokens = present("added_tokens.json")
    preprocessor = present("preprocessor_config.json")
    adapterConfiguration = present("adapters/adapter_config.json")
    adapterWeights = present("adapters/adapter_model.safetensors")

    var missing: [String] = []
    if present("config.json") == nil { missing.append("config.json") }
    if !names.contains(where: { $0.hasSuffix(".safetensors") }) { missing.append("model.safetensors") }
    if tokenizer == nil && vocabularyAndMerges == nil { missing.append("tokenizer.json") }
    if adapterConfiguration == nil && adapterWeights != nil { missing.append("adapters/adapter_config.json") }
    if adapterConfiguration != nil && adapterWeights == nil { missing.append("adapters/adapter_model.safetensors") }
    if !missing.isEmpty { throw .missingFiles(missing, folder: path) }
  }
}
