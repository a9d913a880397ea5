internal import Files
internal import JinaModel
internal import Safetensors
internal import StrictJSON

/// What a model's folder tells about itself without opening its weights.
public struct ModelFolder: Sendable {
  /// The folder.
  public let path: String
  /// The class that the configuration names; `nil` where it names none or is missing.
  public let architecture: String?
  /// The license that the model card or the configuration names.
  public let license: String?
  /// The files that a complete model of this architecture has and this folder lacks.
  public let missing: [String]
  /// Why the folder cannot be used although no file is missing.
  public let problem: String?
  /// The size of the weights, in bytes.
  public let byteCount: Int

  /// Inspects a folder.
  public init(path: String) {
    self.path = path
    let configuration = Self.configuration(of: path)
    architecture =
      configuration?["architectures"]?.array?.first?.string ?? configuration?["model_type"]?.string
    license = Self.licenseOfCard(in: path) ?? configuration?["license"]?.string
    do {
      missing = try ModelDirectory.missingFiles(in: path)
      problem = nil
    } catch {
      missing = []
      problem = error.description
    }
    let weights = ((try? ShardList(folder: path))?.shards ?? []) + ["adapters/adapter_model.safetensors"]
    byteCount = weights.reduce(0) { $0 + ((try? FileStatus(path: path + "/" + $1))?.byteCount ?? 0) }
  }

  /// Whether every file is there.
  public var isComplete: Bool { missing.isEmpty && problem == nil }

  /// Whether the configuration names a class that this program computes.
  public var isSupported: Bool {
    guard let architecture else { return false }
    return ["JinaEmbeddingsV4", "Qwen2_5_VL", "qwen2_5_vl"].contains { architecture.hasPrefix($0) }
  }

  private static func configuration(of path: String) -> JSONObject? {
    guard let bytes = try? FileContents.read(path + "/config.json", limit: ReadingLimit.modelDescription) else {
      return nil
    }
    return (try? JSONValue(parsing: bytes, .python))?.object
  }

  /// The license of the model card: the member `license` of the block between two lines `---` at its head, and
  /// `license_name` where that is `other`.
  ///
  /// Source: the page "Model cards" of the hub's documentation.
  private static func licenseOfCard(in path: String) -> String? {
    guard let bytes = try? FileContents.read(path + "/README.md", limit: ReadingLimit.modelDescription) else {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return nil }
    func value(_ name: String) -> String? {
      guard let line = lines[1..<end].first(where: { $0.hasPrefix(name + ":") }) else { return nil }
      let text = line.dropFirst(name.utf8.count + 1).filter { $0 != "\"" && $0 != "'" }
      let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return words.isEmpty || words.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : words
    }
    let license = value("license")
    return license == "other" ? value("license_name") ?? license : license
  }
}
