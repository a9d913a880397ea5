/// 32-bit floats as files keep them: four bytes each, the least significant first.
public enum FloatBytes {
  /// The bytes of `values`.
  public static func bytes(of values: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 4)
    for value in values {
      let bits = value.bitPattern
      for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    return bytes
  }

  /// The values of `bytes`; `nil` where they are not whole.
  public static func values(of bytes: RawSpan) -> [Float]? {
    guard bytes.byteCount.isMultiple(of: 4) else { return nil }
    return (0..<bytes.byteCount / 4).map { index in
      // Safe: four bytes from `index * 4` on lie inside, and any bits are a whole number.
      let bits = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
      return Float(bitPattern: UInt32(littleEndian: bits))
    }
  }
}
