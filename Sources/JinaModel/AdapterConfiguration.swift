import StrictJSON

/// What `adapter_config.json` says: the rank of the low-rank updates, what they are scaled by, and which modules have
/// one.
///
/// Members that are understood are listed here. Any other that is set is refused by its name: it may change the numbers.
///
/// Source: `LoraConfig` and `LoraLayer.update_layer` of PEFT 0.21.2.
struct AdapterConfiguration: Hashable, Sendable {
  /// Rows of A and columns of B.
  let rank: Int
  /// `lora_alpha`.
  let alpha: Double
  /// α / rank, or α / √rank where `use_rslora` says so.
  let scale: Float
  /// The modules that have updates.
  let targets: AdapterTargets
  /// What the file does not say and the library assumes without a word.
  let assumptions: [String]

  /// Members that say how adapters were trained, or that count only beside others, which are refused.
  private static let harmless: Set = [
    "auto_mapping", "base_model_name_or_path", "corda_config", "eva_config", "inference_mode", "loftq_config",
    "lora_dropout", "lora_ga_config", "megatron_core", "peft_version", "qalora_group_size", "revision",
    "runtime_config", "task_type",
    // The library turns it off for the kind of layer that all of this model's are.
    "fan_in_fan_out",
  ]

  /// Members that are read below.
  private static let read: Set = [
    "bias", "exclude_modules", "init_lora_weights", "layers_pattern", "layers_to_transform", "lora_alpha", "peft_type",
    "r", "target_modules", "use_rslora",
  ]

  /// Ways to begin training that leave the base weights as they are; any other changes them when adapters are loaded.
  private static let harmlessBeginnings: Set = ["eva", "gaussian", "orthogonal"]

  /// What the library takes for a rank or an α that the file does not tell.
  private static let unstated = 8

  init(_ reader: ConfigurationReader) throws(JinaModelError) {
    for (option, value) in reader.objects.flatMap(\.members)
    where !Self.harmless.contains(option) && !Self.read.contains(option) && Self.isSet(value) {
      throw reader.unsupportedAdapter(option, value)
    }
    for (option, accepted) in [("bias", "none"), ("peft_type", "LORA")] {
      guard let value = reader.value(option), value.string != accepted else { continue }
      throw reader.unsupportedAdapter(option, value)
    }
    if let beginning = reader.value("init_lora_weights"), beginning.bool == nil,
      !Self.harmlessBeginnings.contains(beginning.string?.lowercased() ?? "")
    {
      throw reader.unsupportedAdapter("init_lora_weights", beginning)
    }
    rank = try reader.integer("r", in: 1...65_536, default: Self.unstated)
    if let value = reader.value("lora_alpha") {
      guard let alpha = value.double else { throw reader.wrong("lora_alpha", value, expected: "a number") }
      self.alpha = alpha
    } else {
      alpha = Double(Self.unstated)
    }
    let divisor = try reader.flag("use_rslora") ? Double(rank).squareRoot() : Double(rank)
    scale = Float(alpha / divisor)
    guard scale.isFinite else {
      throw reader.wrong("lora_alpha", .number(alpha), expected: "a number that a float holds")
    }
    targets = try AdapterTargets(reader)
    let missing = ["r", "lora_alpha"].filter { reader.value($0) == nil }
    assumptions =
      missing.isEmpty
      ? []
      : [
        "\(reader.file) does not say \(missing.joined(separator: " and ")), "
          + "assumed to be \(Self.unstated) as in PEFT"
      ]
  }

  private static func isSet(_ value: JSONValue) -> Bool {
    switch value {
    case .null, .bool(false): false
    case .array(let values): !values.isEmpty
    case .object(let object): !object.members.isEmpty
    default: true
    }
  }
}

extension ConfigurationReader {
  /// The error of a member that is set to something that is not implemented.
  func unsupportedAdapter(_ option: String, _ value: JSONValue) -> JinaModelError {
    .unsupportedAdapter(file: file, option: option, value: describe(value))
  }
}

/// Which modules `adapter_config.json` gives low-rank updates: tensors of others are left out when adapters are loaded.
///
/// Source: `check_target_module_exists` of PEFT 0.21.2.
struct AdapterTargets: Hashable, Sendable {
  /// What `target_modules` and `exclude_modules` may be.
  private enum Modules: Hashable {
    /// Modules, or ends of their names.
    case names([String])
    /// What their whole names fit.
    case pattern(ModulePattern)

    func contains(_ module: String) -> Bool {
      switch self {
      case .names(let names): names.contains { module == $0 || module.hasSuffix("." + $0) }
      case .pattern(let pattern): pattern.matches(module)
      }
    }
  }

  /// `nil` where all are meant.
  private let modules: Modules?
  private let excluded: Modules?
  /// Numbers of layers; `nil` where all are meant.
  private let layers: Set<Int>?
  /// What stands before a layer's number; empty where anything may.
  private let patterns: [String]

  fileprivate init(_ reader: ConfigurationReader) throws(JinaModelError) {
    modules = try Self.modules("target_modules", reader)
    excluded = try Self.modules("exclude_modules", reader)
    switch reader.value("layers_to_transform") {
    case .integer(let layer)?: layers = [layer]
    case .array(let list)? where list.isEmpty: layers = nil
    case nil: layers = nil
    case let value?:
      guard let list = try reader.integers("layers_to_transform") else {
        throw reader.unsupportedAdapter("layers_to_transform", value)
      }
      layers = Set(list)
    }
    if let value = reader.value("layers_to_transform"), layers != nil {
      guard case .names? = modules else { throw reader.unsupportedAdapter("layers_to_transform", value) }
    }
    let pattern = reader.value("layers_pattern")
    if let text = pattern?.string { patterns = [text] } else { patterns = try reader.strings("layers_pattern") ?? [] }
    if let pattern, layers != nil, !patterns.allSatisfy({ $0.wholeMatch(of: /[A-Za-z0-9_]+/) != nil }) {
      throw reader.unsupportedAdapter("layers_pattern", pattern)
    }
  }

  /// A list of names, or a regular expression; `nil` where the file has neither.
  private static func modules(_ option: String, _ reader: ConfigurationReader) throws(JinaModelError) -> Modules? {
    guard let value = reader.value(option) else { return nil }
    guard let text = value.string else { return try reader.strings(option).map(Modules.names) }
    // All linear layers but the head, which is none of these adapters' modules.
    if option == "target_modules", text.lowercased() == "all-linear" { return nil }
    guard let pattern = ModulePattern(text) else { throw reader.unsupportedAdapter(option, value) }
    return .pattern(pattern)
  }

  /// Whether the module of that name, as the adapters' file spells it, has an update.
  func contains(_ module: String) -> Bool {
    if excluded?.contains(module) == true { return false }
    guard let modules else { return true }
    if !modules.contains(module) { return false }
    guard let layers, case .names(let names) = modules, !names.contains(module) else { return true }
    return layer(of: module).map(layers.contains) ?? false
  }

  /// The number of the layer a module is in: the first number behind a name and, without patterns, another name.
  private func layer(of module: String) -> Int? {
    let parts = module.split(separator: ".", omittingEmptySubsequences: false)
    func number(after fits: (Int) -> Bool) -> Int? {
      parts.indices.dropFirst().dropLast().first { fits($0 - 1) && Int(parts[$0]) != nil }.flatMap { Int(parts[$0]) }
    }
    if patterns.isEmpty { return number { $0 >= 1 } }
    for pattern in patterns {
      if let layer = number(after: { parts[$0] == pattern }) { return layer }
    }
    return nil
  }
}
