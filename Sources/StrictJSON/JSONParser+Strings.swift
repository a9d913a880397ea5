extension JSONParser {
  /// A string, from its opening quote to its closing one.
  mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    try skipPlainBytes()
    // Nearly every string of a vocabulary has no escape: its bytes are its text.
    if bytes[position] == UInt8(ascii: "\"") {
      position += 1
      return try text(bytes[start..<position - 1], at: start)
    }
    var unescaped: [UInt8] = []
    var runStart = start
    while true {
      // Each run is checked by itself: an escape between two bytes must not make one character of them.
      unescaped += try text(bytes[runStart..<position], at: runStart).utf8
      if bytes[position] == UInt8(ascii: "\"") { break }
      let scalar = try escape()
      unescaped += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      runStart = position
      try skipPlainBytes()
    }
    position += 1
    return String(decoding: unescaped, as: UTF8.self)
  }

  /// Stops at a quote or a backslash.
  private mutating func skipPlainBytes() throws(JSONError) {
    var position = position
    defer { self.position = position }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
      if byte < 0x20 { throw error(.controlCharacter(byte), at: position) }
      position += 1
    }
    throw error(.unexpectedEnd, at: position)
  }

  private func text(_ slice: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw error(.invalidUTF8, at: start + (firstInvalidUTF8(in: slice) ?? 0))
    }
    return text
  }

  /// The scalar of one escape, or of two that are a surrogate pair.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let start = position
    position += 1
    guard let kind = next else { throw error(.unexpectedEnd) }
    position += 1
    switch kind {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(kind)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): break
    default: throw error(.unknownEscape, at: start)
    }
    let unit = try hexadecimalUnit(escapeStart: start)
    if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
    guard UTF16.isLeadSurrogate(unit), next == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    else { throw error(.loneSurrogate, at: start) }
    position += 2
    let trail = try hexadecimalUnit(escapeStart: position - 2)
    guard UTF16.isTrailSurrogate(trail) else { throw error(.loneSurrogate, at: start) }
    return UTF16.decode(UTF16.EncodedScalar([unit, trail]))
  }

  /// The four hexadecimal digits of an escape.
  private mutating func hexadecimalUnit(escapeStart: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw error(.unexpectedEnd) }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.unknownEscape, at: escapeStart)
      }
      unit = unit << 4 | UInt16(digit)
      position += 1
    }
    return unit
  }
}

/// The offset of the first byte that is not part of well-formed UTF-8; `nil` where all are.
///
/// Source: the Unicode Standard, section 3.9, table 3-7.
public func firstInvalidUTF8(in bytes: some Collection<UInt8>) -> Int? {
  var parser = Unicode.UTF8.ForwardParser()
  var iterator = bytes.makeIterator()
  var offset = 0
  while true {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let scalar): offset += scalar.count
    case .error: return offset
    case .emptyInput: return nil
    }
  }
}
