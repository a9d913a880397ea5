/// What asks a terminal to keep `text` (OSC 52); `nil` where that is too long for it: xterm and its kin are known to take
/// about 75,000 bytes of base64.
func clipboardSequence(_ text: String) -> String? {
  text.utf8.count <= 56_000 ? "\u{1B}]52;c;\(base64(Array(text.utf8)))\u{7}" : nil
}

/// Bytes as text of 64 characters (RFC 4648), which is how a terminal takes a clipboard.
func base64(_ bytes: some Collection<UInt8>) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  var rest = bytes[...]
  while !rest.isEmpty {
    let group = Array(rest.prefix(3))
    rest = rest.dropFirst(3)
    let bits = group.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (16 - 8 * UInt32($1.offset)) }
    for index in 0..<4 {
      result.append(index <= group.count ? alphabet[Int(bits >> (18 - 6 * UInt32(index)) & 63)] : UInt8(ascii: "="))
    }
  }
  return String(decoding: result, as: UTF8.self)
}
