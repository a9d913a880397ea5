import Safetensors
import Tensors

/// The tensors of a model under one spelling of their names, whichever the files use.
///
/// `model.layers.…` (historic), `model.language_model.layers.…` (newer) and `language_model.…` mean the decoder;
/// `visual.…` and `model.visual.…` the vision tower. An `lm_head` and stored rotary tables are not used.
struct WeightNames: Sendable {
  /// A tensor as it is stored.
  struct Entry: Sendable {
    let tensor: StoredTensor
    let name: String
    let file: String
  }

  /// The folder of the files, for errors.
  let folder: String
  private(set) var entries: [String: Entry] = [:]

  /// The base model's tensors, under the names inside it.
  init(base archive: SafetensorsArchive, folder: String) throws(JinaModelError) {
    self.folder = folder
    for file in archive.files {
      for entry in file.header.entries where !Self.isUnused(entry.name) {
        try add(entry.name, of: file, as: Self.canonical(entry.name))
      }
    }
  }

  /// The adapters' tensors, under `<module>.lora_A.<task>` and `<module>.lora_B.<task>`.
  init(adapters file: SafetensorsFile, folder: String) throws(JinaModelError) {
    self.folder = folder
    for entry in file.header.entries {
      guard let (module, side, task) = Self.parseAdapter(entry.name) else {
        throw .strayAdapter(tensor: entry.name, file: file.path)
      }
      try add(entry.name, of: file, as: "\(module).lora_\(side).\(task)")
    }
  }

  private mutating func add(_ name: String, of file: SafetensorsFile, as canonical: String) throws(JinaModelError) {
    guard let tensor = file.tensor(name) else { return }
    let entry = Entry(tensor: tensor, name: name, file: file.path)
    if let other = entries.updateValue(entry, forKey: canonical) {
      throw .ambiguousTensor(other.name, and: name, file: file.path)
    }
  }

  static func canonical(_ name: String) -> String {
    for (prefix, replacement) in [
      ("model.visual.", "visual."), ("visual.", "visual."), ("model.language_model.", "language_model."),
      ("language_model.model.", "language_model."), ("language_model.", "language_model."),
      ("model.", "language_model."),
    ] where name.hasPrefix(prefix) {
      return replacement + name.dropFirst(prefix.count)
    }
    return name
  }

  private static func isUnused(_ name: String) -> Bool {
    name.hasSuffix("lm_head.weight") || name.hasSuffix("rotary_emb.inv_freq")
  }

  /// Module, side and task of `base_model.model.<module>.lora_<side>.[default.]<task>[.weight]`.
  static func parseAdapter(_ name: String) -> (module: String, side: String, task: String)? {
    let prefix = "base_model.model."
    let path = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)
    if parts.last == "weight" { parts.removeLast() }
    guard let split = parts.lastIndex(where: { $0 == "lora_A" || $0 == "lora_B" }), split > 0 else { return nil }
    var task = parts[(split + 1)...]
    if task.count == 2 && task.first == "default" { task.removeFirst() }
    guard task.count == 1, let name = task.first, !name.isEmpty else { return nil }
    return (canonical(parts[..<split].joined(separator: ".")), String(parts[split].suffix(1)), String(name))
  }
}
