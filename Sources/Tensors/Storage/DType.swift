/// The element types of the safetensors format, under the format's own names.
///
/// Source: safetensors format specification, `dtype` of a header entry.
public enum DType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case uint8 = "U8"
  case int8 = "I8"
  case int16 = "I16"
  case uint16 = "U16"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case int32 = "I32"
  case uint32 = "U32"
  case float32 = "F32"
  case float64 = "F64"
  case int64 = "I64"
  case uint64 = "U64"

  /// Bytes of one element.
  public var byteWidth: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// Whether the engine computes with weights of this type (`BF16`, `F16`, `F32`).
  public var isWeight: Bool { self == .bfloat16 || self == .float16 || self == .float32 }
}
