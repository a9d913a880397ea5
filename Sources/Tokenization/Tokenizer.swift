import StrictJSON

/// The byte-level BPE tokenizer of the Qwen2 family: text to token ids, each with the part of the text it stands for.
///
/// Its ids are those of Hugging Face `tokenizers` 0.22.2 on every text: added tokens are found first, the text between
/// them is normalized to NFC and split by Qwen2's pattern, and the bytes of each piece merge by rank. No token is added
/// before or after the text.
public struct Tokenizer: Sendable {
  private let vocabulary: Vocabulary
  private let encoder: BytePairEncoder
  private let addedTokens: [Int: [UInt8]]
  private let literalFinder: AddedTokenFinder
  private let normalizedFinder: AddedTokenFinder
  private let preTokenizer = PreTokenizer()

  /// How many ids there are: 0 … `vocabularySize` − 1. An embedding table may have more rows, which no text reaches.
  public let vocabularySize: Int

  /// Reads the tokenizer of a model directory: `tokenizer.json`, or else `vocab.json` and `merges.txt` with the added
  /// tokens of `tokenizer_config.json` or `added_tokens.json`.
  ///
  /// - Throws: ``TokenizationError`` where a file is missing, damaged, or asks for something that is not implemented.
  public init(directory: String) throws(TokenizationError) {
    self.init(try TokenizerFile(directory: directory))
  }

  /// Reads a `tokenizer.json` at any path.
  ///
  /// - Throws: ``TokenizationError`` where the file is missing, damaged, or asks for something that is not implemented.
  public init(file: String) throws(TokenizationError) {
    self.init(try TokenizerFile(tokenizerJSON: JSONValue(contentsOf: file), file: file))
  }

  /// A tokenizer from checked files.
  init(_ file: TokenizerFile) {
    vocabulary = file.vocabulary
    encoder = file.encoder
    addedTokens = Dictionary(uniqueKeysWithValues: file.addedTokens.map { ($0.id, Array($0.content.utf8)) })
    vocabularySize = file.vocabulary.count + addedTokens.keys.count { $0 >= file.vocabulary.count }
    literalFinder = AddedTokenFinder(file.addedTokens.filter { !$0.isNormalized }) { $0 }
    normalizedFinder = AddedTokenFinder(file.addedTokens.filter(\.isNormalized)) {
      TracedText($0).normalized(0..<$0.count)?.bytes ?? $0
    }
  }

  /// The tokens of a text, in order; source ranges are in its UTF-8.
  ///
  /// Complexity: O(n log n) for n bytes.
  public func encode(_ text: String) -> [Token] { encode(TracedText(Array(text.utf8))) }

  /// The tokens of any bytes, in order; each maximal ill-formed sequence is taken for U+FFFD, as Python's
  /// `errors="replace"` does, and source ranges are in the bytes as given.
  public func encode(bytes: some Collection<UInt8>) -> [Token] { encode(TracedText(repairing: Array(bytes))) }

  /// The bytes that a token stands for; often not whole characters.
  public func bytes(of id: Int) -> [UInt8] {
    precondition((0..<vocabularySize).contains(id), "token id \(id) is not one of 0 ..< \(vocabularySize)")
    return addedTokens[id] ?? Array(vocabulary[id])
  }

  private func encode(_ text: TracedText) -> [Token] {
    var tokens: [Token] = []
    var workspace = BytePairEncoder.Workspace()
    for (addedToken, range) in literalFinder.parts(of: text.bytes, in: 0..<text.bytes.count) {
      if let addedToken {
        tokens.append(Token(id: addedToken.id, sourceRange: text.source(of: range)))
      } else if let normalized = text.normalized(range) {
        encode(normalized, 0..<normalized.bytes.count, &workspace, into: &tokens)
      } else {
        encode(text, range, &workspace, into: &tokens)
      }
    }
    return tokens
  }

  /// Encodes a part of a text that is normalized.
  private func encode(
    _ text: TracedText, _ range: Range<Int>, _ workspace: inout BytePairEncoder.Workspace, into tokens: inout [Token]
  ) {
    for (addedToken, range) in normalizedFinder.parts(of: text.bytes, in: range) {
      if let addedToken {
        tokens.append(Token(id: addedToken.id, sourceRange: text.source(of: range)))
        continue
      }
      var start = range.lowerBound
      while start < range.upperBound {
        let end = preTokenizer.endOfPiece(in: text.bytes, from: start, to: range.upperBound)
        encoder.encode(text.bytes, start..<end, in: &workspace) { id, bytes in
          tokens.append(Token(id: Int(id), sourceRange: text.source(of: bytes)))
        }
        start = end
      }
    }
  }
}
