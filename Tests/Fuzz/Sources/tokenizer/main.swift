import CFuzzer
import StrictJSON

@testable import Tokenization

/// What is the same in every document that can be read stands in one byte of the input each, which JSON would refuse:
/// changes to it would be nearly all that is tried.
private enum Always {
  /// Qwen2's pattern, in the place of a byte 1.
  static let pattern = Array(PreTokenizer.pattern.replacing("\\", with: "\\\\").utf8)

  /// The entries of the vocabulary for all bytes, in the place of a byte 2.
  static let alphabet = Array(
    ByteAlphabet.scalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }
      .enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",").utf8)
}

/// Reads a `tokenizer.json`, and tokenizes what follows it behind a byte 0.
private func check(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  let document = (parts.first ?? []).flatMap { byte -> [UInt8] in
    switch byte {
    case 1: Always.pattern
    case 2: Always.alphabet
    default: [byte]
    }
  }
  guard let value = try? JSONValue(parsing: document),
    let file = try? TokenizerFile(tokenizerJSON: value, file: "tokenizer.json")
  else { return 0 }
  let tokenizer = Tokenizer(file)
  let text = parts.count > 1 ? Array(parts[1]) : []
  let tokens = tokenizer.encode(bytes: text)
  var lastStart = 0
  for token in tokens {
    precondition(token.sourceRange.lowerBound >= lastStart, "a token stands before the one before it")
    precondition(token.sourceRange.upperBound <= text.count, "a token stands outside of the text")
    _ = tokenizer.bytes(of: token.id)
    lastStart = token.sourceRange.lowerBound
  }
  precondition(text.isEmpty || !tokens.isEmpty, "a text has no tokens")
  return 0
}

_ = fuzz(CommandLine.argc, CommandLine.unsafeArgv, check)
