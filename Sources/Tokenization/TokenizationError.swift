public import Files

/// Why the files of a tokenizer cannot be used.
public enum TokenizationError: Error, Equatable, Sendable {
  /// A directory holds neither `tokenizer.json` nor `vocab.json` with `merges.txt`.
  case noTokenizer(directory: String)
  /// A file cannot be read.
  case file(FileError)
  /// A file is not JSON; the problem tells where.
  case malformedJSON(file: String, problem: String)
  /// A text file is not UTF-8; line and byte in the line count from 1.
  case invalidUTF8(file: String, line: Int, byte: Int)
  /// A member that must be there is not.
  case missing(file: String, member: String)
  /// A member is of another kind than it must be.
  case wrongType(file: String, member: String, expected: String, found: String)
  /// The file asks for something that is not implemented.
  case unsupported(file: String, member: String, found: String, supported: String)
  /// A token's id is not one of 0 … count − 1.
  case idOutOfRange(file: String, token: String, id: Int, count: Int)
  /// Two tokens have the same id.
  case duplicateID(file: String, id: Int, tokens: [String])
  /// An added token is listed twice, or is empty.
  case repeatedToken(file: String, token: String)
  /// An added token has another id than its place gives it.
  case misplacedToken(file: String, token: String, expected: Int, found: Int)
  /// No token stands for a byte.
  case missingByte(file: String, byte: UInt8)
  /// A merge is not a pair of tokens; merges count from 1.
  case malformedMerge(file: String, merge: Int, found: String)
  /// A merge takes or makes a token that the vocabulary lacks; merges count from 1.
  case unknownMergeToken(file: String, merge: Int, token: String)
}

extension TokenizationError: CustomStringConvertible {
  /// What is wrong, where, and what to do, in one sentence.
  public var description: String {
    switch self {
    case .noTokenizer(let directory):
      "\(directory): there is no tokenizer here; put tokenizer.json, or vocab.json and merges.txt, into the directory"
    case .file(let error): error.description
    case .malformedJSON(let file, let problem):
      "\(file): \(problem); fetch the file again"
    case .invalidUTF8(let file, let line, let byte):
      "\(file): line \(line) is not UTF-8 from its byte \(byte) on; fetch the file again"
    case .missing(let file, let member):
      "\(file): `\(member)` is missing; this is not a complete byte-level BPE tokenizer"
    case .wrongType(let file, let member, let expected, let found):
      "\(file): `\(member)` is \(found) where \(expected) is expected; fetch the file again"
    case .unsupported(let file, let member, let found, let supported):
      "\(file): `\(member)` is \(found.quotedForDisplay), which is not implemented; only \(supported) is"
    case .idOutOfRange(let file, let token, let id, let count):
      "\(file): token \(token.quotedForDisplay) has id \(id), but the ids of \(count) tokens are 0 to \(count - 1)"
    case .duplicateID(let file, let id, let tokens):
      "\(file): id \(id) belongs to \(tokens.map(\.quotedForDisplay).joined(separator: " and ")); ids must be unique"
    case .repeatedToken(let file, let token):
      "\(file): the added token \(token.quotedForDisplay) is empty or listed twice; each must have its own text"
    case .misplacedToken(let file, let token, let expected, let found):
      "\(file): the added token \(token.quotedForDisplay) has id \(found), but its place in the file gives it \(expected)"
    case .missingByte(let file, let byte):
      "\(file): no token stands for the byte 0x\(String(byte, radix: 16)); a byte-level vocabulary has all 256"
    case .malformedMerge(let file, let merge, let found):
      "\(file): merge \(merge) is \(found.quotedForDisplay), which is not a pair of tokens"
    case .unknownMergeToken(let file, let merge, let token):
      "\(file): merge \(merge) needs the token \(token.quotedForDisplay), which the vocabulary lacks"
    }
  }
}

extension String {
  /// This text in quotes as a message can show it: control characters as escapes, cut after 200 characters.
  fileprivate var quotedForDisplay: String {
    var result = "\""
    for scalar in unicodeScalars.prefix(200) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
        result += scalar.escaped(asASCII: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + (unicodeScalars.count > 200 ? "…\"" : "\"")
  }
}
