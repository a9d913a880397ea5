/// Which numbers a vector's components can be: what somebody stored them as, as far as their values tell.
public enum NumberFormat: Hashable, Sendable {
  /// Numbers of single precision.
  case float32
  /// Numbers that half precision has.
  case float16
  /// Numbers that bfloat16 has.
  case bfloat16
  /// Whole numbers that fit into a signed byte.
  case int8
  /// One of two numbers.
  case binary

  /// The narrowest format that has all of `values`.
  ///
  /// A component of single precision is a number of half precision by chance once in 8192 times, so of a whole vector no
  /// doubt is left.
  public init(of values: some Collection<Float>) {
    self =
      values.allSatisfy { $0 == 0 || $0 == 1 } || values.allSatisfy { abs($0) == 1 }
      ? .binary
      : values.allSatisfy { $0.rounded() == $0 && $0 >= -128 && $0 <= 127 }
        ? .int8
        : values.allSatisfy(Self.isBFloat16) ? .bfloat16 : values.allSatisfy(Self.isFloat16) ? .float16 : .float32
  }

  private static func isBFloat16(_ value: Float) -> Bool { value.bitPattern & 0xFFFF == 0 }

  /// Source: IEEE 754, binary16: 10 bits of fraction, and steps of 2⁻²⁴ below 2⁻¹⁴.
  private static func isFloat16(_ value: Float) -> Bool {
    let magnitude = abs(value)
    if magnitude < 0x1p-14 { return (magnitude * 0x1p24).rounded() == magnitude * 0x1p24 }
    return magnitude <= 65504 && value.bitPattern & 0x1FFF == 0
  }
}
