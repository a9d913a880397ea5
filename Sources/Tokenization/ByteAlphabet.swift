/// The printable characters by which byte-level vocabularies write the 256 bytes.
///
/// Source: `bytes_to_unicode` of GPT-2's `encoder.py`.
enum ByteAlphabet {
  /// The scalar that stands for each byte: itself where it is printable, else the next from U+0100 on.
  static let scalars: [Unicode.Scalar] = {
    var next = UInt32(0x100)
    return (UInt8.min...UInt8.max).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
      default:
        defer { next += 1 }
        return Unicode.Scalar(next) ?? "\u{FFFD}"
      }
    }
  }()

  /// The byte for which each of the scalars U+0000…U+0143 stands.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = UInt8(byte) }
    return bytes
  }()

  /// The byte for which a scalar stands; `nil` where it is not of this alphabet.
  static func byte(for scalar: Unicode.Scalar) -> UInt8? {
    scalar.value < bytes.count ? bytes[Int(scalar.value)] : nil
  }

  /// The bytes a token of the vocabulary stands for; one that is not written in this alphabet stands for its own UTF-8.
  static func bytes(of token: String) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in token.unicodeScalars {
      guard let byte = byte(for: scalar) else { return Array(token.utf8) }
      result.append(byte)
    }
    return result
  }
}
