import StrictJSON

/// The id of each token by its text, while a tokenizer is read.
///
/// Every merge asks for three ids, so this is what reading a big vocabulary costs most: nearly all tokens stand for 15
/// bytes or less, and as numbers they are found in a fraction of the time that strings take.
struct TokenIndex {
  private let vocabulary: MemberReader
  /// The ids of tokens of at most 15 bytes.
  private var idsOfShortTokens: [UInt128: Int] = [:]

  /// An index of an object of token to id.
  init(_ vocabulary: MemberReader) {
    self.vocabulary = vocabulary
    idsOfShortTokens.reserveCapacity(vocabulary.members.count)
    for (token, id) in vocabulary.members {
      if let number = Self.number(token) { idsOfShortTokens[number] = id.integer }
    }
  }

  /// The id of a token; `nil` where the vocabulary lacks it.
  subscript(token: String) -> Int? {
    if let number = Self.number(token) { return idsOfShortTokens[number] }
    return vocabulary.optional(token)?.integer
  }

  /// The bytes of a token of at most 15, behind a one; `nil` for tokens that are longer or not in the byte alphabet.
  private static func number(_ token: String) -> UInt128? {
    guard token.utf8.count <= 30 else { return nil }
    var number: UInt128 = 1
    for scalar in token.unicodeScalars {
      guard number >> 120 == 0, let byte = ByteAlphabet.byte(for: scalar) else { return nil }
      number = number << 8 | UInt128(byte)
    }
    return number
  }
}
