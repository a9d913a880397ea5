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
  /// Tensors of adapters that the adapters' configuration leaves out, by their names in the file.
  private(set) var leftOut: [String] = []

  /// The base model's tensors, under the names inside it.
  init(base archive: SafetensorsArchive, folder: String) throws(JinaModelError) {
    self.folder = folder
    for file in archive.files {
      for entry in file.header.entries where !Self.isUnused(entry.name) {
        try add(entry.name, of: file, as: Self.canonical(entry.name))
      }
    }
  }

  /// The adapters' tensors, under `<module>.lora_A.<task>` and `<module>.lora_B.<task>`; those of modules that `targets`
  /// leaves out are left out too.
  init(adapters file: SafetensorsFile, folder: String, targets: AdapterTargets) throws(JinaModelError) {
    self.folder = folder
    for entry in file.header.entries {
      guard let name = AdapterName(entry.name) else {
        throw .strayAdapter(tensor: entry.name, file: file.path, reason: .notAFactor)
      }
      guard targets.contains(name.module) else {
        leftOut.append(entry.name)
        continue
      }
      try add(entry.name, of: file, as: "\(Self.canonical(name.module)).lora_\(name.side).\(name.task)")
    }
  }

  /// The same tensors, those of the task `task` under the name `other`.
  func renaming(task: String, to other: String) -> WeightNames {
    var renamed = self
    renamed.entries = Dictionary(
      uniqueKeysWithValues: entries.map { name, entry in
        (name.hasSuffix("." + task) ? String(name.dropLast(task.count)) + other : name, entry)
      })
    return renamed
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
}

/// What the name of an adapter's tensor tells:
/// `base_model.model.<module>.lora_<side>[.default][.<task>][.weight]`.
struct AdapterName {
  /// The module, as the file spells it.
  let module: String
  /// `A` or `B`.
  let side: String
  /// The task.
  let task: String

  /// The task of an adapter without a name: what PEFT calls it, which leaves the name out when it saves one.
  static let unnamedTask = "default"

  init?(_ name: String) {
    let prefix = "base_model.model."
    let path = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    var parts = path.split(separator: ".", omittingEmptySubsequences: false)
    if parts.last == "weight" { parts.removeLast() }
    guard let split = parts.lastIndex(where: { $0 == "lora_A" || $0 == "lora_B" }), split > 0 else { return nil }
    var task = parts[(split + 1)...]
    if task.count == 2 && task.first == "default" { task.removeFirst() }
    guard task.count <= 1, task.first != "" else { return nil }
    module = parts[..<split].joined(separator: ".")
    side = String(parts[split].suffix(1))
    self.task = task.first.map(String.init) ?? Self.unnamedTask
  }
}
