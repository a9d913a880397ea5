import StrictJSON

/// What the files of a tokenizer say, checked: everything they ask for is implemented, and it fits together.
struct TokenizerFile {
  /// The tokens of byte pair encoding.
  let vocabulary: Vocabulary
  /// What merges to what.
  let encoder: BytePairEncoder
  /// The tokens found in text as a whole.
  let addedTokens: [AddedToken]

  /// Puts the parts together.
  ///
  /// - Parameter vocabulary: The object of token to id.
  init(
    vocabulary reader: MemberReader, merges: some Collection<Merge>, mergesFile: String, addedTokens: [AddedToken],
    addedTokensFile: String
  ) throws(TokenizationError) {
    vocabulary = try Vocabulary(reader)
    let ids = TokenIndex(reader)
    var byteTokens: [UInt32] = []
    for (byte, scalar) in ByteAlphabet.scalars.enumerated() {
      guard let id = ids[String(scalar)] else {
        throw .missingByte(file: reader.file, byte: UInt8(byte))
      }
      byteTokens.append(UInt32(id))
    }
    var table = MergeTable(minimumCapacity: merges.count)
    for (rank, (left, right)) in merges.enumerated() {
      func id(of token: String) throws(TokenizationError) -> UInt32 {
        guard let id = ids[token] else {
          throw .unknownMergeToken(file: mergesFile, merge: rank + 1, token: token)
        }
        return UInt32(id)
      }
      let merge = MergeTable.Merge(rank: UInt32(rank), result: try id(of: left + right))
      table[try id(of: left), try id(of: right)] = merge
    }
    encoder = BytePairEncoder(byteTokens: byteTokens, merges: table)
    self.addedTokens = addedTokens
    try checkAddedTokens(ids, addedTokensFile)
  }

  /// Two tokens that become one.
  typealias Merge = (left: String, right: String)

  /// The reference numbers added tokens itself: by the vocabulary where it has them, else one after the other behind it.
  /// A file that says otherwise would give other ids here than there.
  private func checkAddedTokens(_ ids: TokenIndex, _ file: String) throws(TokenizationError) {
    var contents = Set<[UInt8]>()
    var next = self.vocabulary.count
    for token in addedTokens {
      guard !token.content.isEmpty, contents.insert(Array(token.content.utf8)).inserted else {
        throw .repeatedToken(file: file, token: token.content)
      }
      let known = ids[token.content]
      let expected = known ?? next
      guard token.id == expected else {
        throw .misplacedToken(file: file, token: token.content, expected: expected, found: token.id)
      }
      if known == nil { next += 1 }
    }
  }
}
