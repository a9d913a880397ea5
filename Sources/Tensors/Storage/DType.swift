/// The element types of the safetensors format, under the format's own names.
///
/// Most of them are known by their width alone: a file may have tensors of types that nothing here reads.
///
/// Source: safetensors format specification, `dtype` of a header entry; `Dtype` of the Rust library 0.8.
public enum DType: String, Sendable, CaseIterable {
  case bool = "BOOL"
  case float4 = "F4"
  case float6e2m3 = "F6_E2M3"
  case float6e3m2 = "F6_E3M2"
  case float8e5m2 = "F8_E5M2"
  case float8e4m3 = "F8_E4M3"
  case float8e8m0 = "F8_E8M0"
  case float8e4m3fnuz = "F8_E4M3FNUZ"
  case float8e5m2fnuz = "F8_E5M2FNUZ"
  case complex64 = "C64"
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

  /// Bits of one element.
  public var bitWidth: Int {
    switch self {
    case .float4: 4
    case .float6e2m3, .float6e3m2: 6
    case .bool, .uint8, .int8, .float8e5m2, .float8e4m3, .float8e8m0, .float8e4m3fnuz, .float8e5m2fnuz: 8
    case .int16, .uint16, .float16, .bfloat16: 16
    case .int32, .uint32, .float32: 32
    case .float64, .int64, .uint64, .complex64: 64
    }
  }

  /// Bytes of one element; of types that are narrower than a byte, 1.
  public var byteWidth: Int { max(1, bitWidth / 8) }

  /// Bytes of `count` elements; `nil` where they do not end with a byte, or do not fit in `Int`.
  public func byteCount(_ count: Int) -> Int? {
    let (bits, overflow) = count.multipliedReportingOverflow(by: bitWidth)
    return overflow || !bits.isMultiple(of: 8) ? nil : bits / 8
  }

  /// Whether the engine computes with weights of this type (`BF16`, `F16`, `F32`).
  public var isWeight: Bool { self == .bfloat16 || self == .float16 || self == .float32 }
}
