import StrictJSON

/// The tokens of byte pair encoding by their ids, which are 0 … count − 1.
struct Vocabulary: Sendable {
  /// The bytes of all tokens, one behind the other by id.
  private var bytes: [UInt8] = []
  /// Where each token ends in `bytes`.
  private var ends: [Int] = []

  /// How many tokens there are.
  var count: Int { ends.count }

  /// A vocabulary from a file's object of token to id.
  init(_ reader: MemberReader) throws(TokenizationError) {
    let members = reader.members
    var memberOfID = [Int?](repeating: nil, count: members.count)
    for (index, (token, value)) in members.enumerated() {
      guard let id = value.integer else {
        throw .wrongType(
          file: reader.file, member: reader.member(token), expected: "a whole number", found: value.kind)
      }
      guard members.indices.contains(id) else {
        throw .idOutOfRange(file: reader.file, token: token, id: id, count: members.count)
      }
      if let other = memberOfID[id] {
        throw .duplicateID(file: reader.file, id: id, tokens: [members[other].name, token])
      }
      memberOfID[id] = index
    }
    for index in memberOfID.compactMap(\.self) {
      bytes += ByteAlphabet.bytes(of: members[index].name)
      ends.append(bytes.count)
    }
  }

  /// The bytes of a token.
  subscript(id: Int) -> ArraySlice<UInt8> { bytes[(id > 0 ? ends[id - 1] : 0)..<ends[id]] }
}
