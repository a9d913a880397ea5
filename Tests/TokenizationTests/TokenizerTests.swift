import TestSupport
import Testing

@testable import Tokenization

struct TokenizerTests {
  @Test("The pattern splits as documented")
  func split() {
    let preTokenizer = PreTokenizer()
    func pieces(_ text: String) -> [String] {
      let bytes = Array(text.utf8)
      var pieces: [String] = []
      var start = 0
      while start < bytes.count {
        let end = preTokenizer.endOfPiece(in: bytes, from: start, to: bytes.count)
        pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
        start = end
      }
      return pieces
    }
    #expect(
      pieces("Query: It's 2025, I'LL go\n\n  ok")
        == [
          "Query", ":", " It", "'s", " ", "2", "0", "2", "5", ",", " I", "'LL", " go", "\n\n", " ", " ok",
        ])
    #expect(
      pieces("Query:  two spaces   end  ") == ["Query", ":", " ", " two", " spaces", "  ", " end", "  "])
    #expect(pieces("\tfoo(bar)\r\nx") == ["\tfoo", "(bar", ")\r\n", "x"])
    #expect(pieces("\u{A0}a\u{A0}!") == ["\u{A0}a", "\u{A0}", "!"])
    #expect(pieces("a'\u{17F}b '\u{17F}") == ["a", "'\u{17F}", "b", " '", "\u{17F}"])
  }

  @Test("Letters, numbers and spaces are those of Unicode 16.0")
  func classes() {
    let scalars = (UInt32(0)..<0x110000).compactMap { Unicode.Scalar($0)?.value }
    let classes = ScalarClasses.reference
    #expect(scalars.count { classes[$0].contains(.letter) } == 141_028)
    #expect(scalars.count { classes[$0].contains(.number) } == 1911)
    #expect(scalars.count { classes[$0].contains(.whitespace) } == 25)
  }

  @Test("Tokens of normalized text cover the characters they came from")
  func sourcesOfNormalizedText() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    let text = "Le cafe\u{301} est ferme\u{301}."
    let composed = tokenizer.encode("Le café est fermé.")
    let decomposed = tokenizer.encode(text)
    #expect(decomposed.map(\.id) == composed.map(\.id))
    #expect(decomposed.last?.sourceRange == text.utf8.count - 1..<text.utf8.count)
  }

  @Test("The bytes of the tokens together are the normalized text")
  func bytesOfTokens() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    let text = "Où est le 猫? <|im_end|>\r\n\0 👩‍💻"
    let bytes = tokenizer.encode(text).flatMap { tokenizer.bytes(of: $0.id) }
    #expect(String(decoding: bytes, as: UTF8.self) == text)
    #expect(tokenizer.vocabularySize == 1222)
    #expect(tokenizer.bytes(of: 1221) == Array("<|file_sep|>".utf8))
  }

  @Test(
    "Each maximal ill-formed sequence is taken for U+FFFD, with its own bytes as source",
    arguments: [
      // The results of Python's bytes.decode("utf-8", "replace").
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b", [0..<1, 1..<2, 2..<3]),
      ([0xE2, 0x82], "\u{FFFD}", [0..<2]),
      ([0xE2, 0x82, 0x41], "\u{FFFD}A", [0..<2, 2..<3]),
      ([0xF0, 0x9F, 0x99, 0xC3, 0xA9], "\u{FFFD}é", [0..<3, 3..<5]),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}", [0..<1, 1..<2, 2..<3]),
      ([0xC0, 0xAF, 0xF4, 0x90], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", [0..<1, 1..<2, 2..<3, 3..<4]),
      ([0xF4, 0x8F, 0xBF, 0x20], "\u{FFFD} ", [0..<3, 3..<4]),
    ] as [([UInt8], String, [Range<Int>])])
  func repair(bytes: [UInt8], text: String, sources: [Range<Int>]) throws {
    let repaired = TracedText(repairing: bytes)
    #expect(String(decoding: repaired.bytes, as: UTF8.self) == text)
    var start = 0
    for (scalar, source) in zip(text.unicodeScalars, sources) {
      let end = start + String(scalar).utf8.count
      #expect(repaired.source(of: start..<end) == source)
      start = end
    }
    let tokenizer = try TokenizerFixture.tokenizer()
    #expect(tokenizer.encode(bytes: bytes).map(\.id) == tokenizer.encode(text).map(\.id))
  }

  @Test("Ill-formed bytes and decomposed text together keep their places")
  func repairAndNormalization() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    // e, a combining acute accent, half a character, a line feed.
    let tokens = tokenizer.encode(bytes: [0x65, 0xCC, 0x81, 0xE2, 0x82, 0x0A])
    #expect(tokens.map(\.id) == tokenizer.encode("é\u{FFFD}\n").map(\.id))
    #expect(tokens.first?.sourceRange == 0..<1)
    #expect(tokens.last?.sourceRange == 5..<6)
  }

  @Test("Random bytes become tokens in order, whose sources are theirs")
  func randomBytes() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    var random = SplitMix(state: 11)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let tokens = tokenizer.encode(bytes: bytes)
      #expect(tokens.map(\.id) == tokenizer.encode(String(decoding: bytes, as: UTF8.self)).map(\.id))
      for token in tokens {
        #expect(!token.sourceRange.isEmpty && token.sourceRange.upperBound <= bytes.count)
      }
      for (left, right) in zip(tokens, tokens.dropFirst()) {
        #expect(left.sourceRange.lowerBound <= right.sourceRange.lowerBound)
      }
    }
  }
}
