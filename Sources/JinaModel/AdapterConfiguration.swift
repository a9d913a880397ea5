import StrictJSON

/// What `adapter_config.json` says: the rank of the low-rank updates and what they are scaled by.
struct AdapterConfiguration: Hashable, Sendable {
  /// Rows of A and columns of B.
  let rank: Int
  /// `lora_alpha`.
  let alpha: Double
  /// α / rank, or α / √rank where `use_rslora` says so.
  let scale: Float

  /// Options that, when they are set, change what an update means.
  private static let refused = [
    "use_dora", "fan_in_fan_out", "lora_bias", "use_qalora", "rank_pattern", "alpha_pattern", "modules_to_save",
    "layers_to_transform", "layer_replication", "megatron_config", "trainable_token_indices", "alora_invocation_tokens",
  ]

  init(_ reader: ConfigurationReader) throws(JinaModelError) {
    for option in Self.refused {
      guard let value = reader.value(option), Self.isSet(value) else { continue }
      throw .unsupportedAdapter(file: reader.file, option: option, value: value.bool == true ? "true" : value.kind)
    }
    for (option, accepted) in [("bias", "none"), ("peft_type", "LORA")] {
      guard let value = reader.value(option), value.string != accepted else { continue }
      throw .unsupportedAdapter(file: reader.file, option: option, value: value.string?.debugDescription ?? value.kind)
    }
    rank = try reader.integer("r", in: 1...65_536)
    guard let alpha = reader.value("lora_alpha")?.double else { throw reader.missing("lora_alpha") }
    self.alpha = alpha
    let divisor = try reader.flag("use_rslora") ? Double(rank).squareRoot() : Double(rank)
    scale = Float(alpha / divisor)
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
