import Foundation
import Testing

@testable import Tokenization

/// Ids and ranges against those of Hugging Face `tokenizers` 0.22.2.
struct ReferenceTableTests {
  private struct Row: Decodable {
    let text: String
    let ids: [Int]
    let ranges: [[Int]]

    var tokens: [Token] { zip(ids, ranges).map { Token(id: $0, sourceRange: $1[0]..<$1[1]) } }
  }

  private struct LongRow: Decodable {
    let text: String
    let times: Int
    let count: Int
    let checksum: UInt32
  }

  private struct FlagRow: Decodable {
    let addedTokens: String
    let cases: [Row]

    enum CodingKeys: String, CodingKey {
      case cases
      case addedTokens = "added_tokens"
    }
  }

  private struct PublishedRow: Decodable {
    let text: String
    let ids: [Int]
  }

  @Test("Tricky texts have the reference's ids and ranges")
  func trickyTexts() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    let rows = try TokenizerFixture.lines("table.jsonl", as: Row.self)
    #expect(rows.count >= 500)
    for row in rows { #expect(tokenizer.encode(row.text) == row.tokens, "\(row.text.debugDescription)") }
  }

  @Test("Added tokens are found by their flags as the reference finds them")
  func flags() throws {
    for group in try TokenizerFixture.lines("flags.jsonl", as: FlagRow.self) {
      let tokenizer = try TokenizerFixture.tokenizer(addedTokens: group.addedTokens)
      for row in group.cases {
        #expect(tokenizer.encode(row.text) == row.tokens, "\(row.text.debugDescription) with \(group.addedTokens)")
      }
    }
  }

  @Test("Words of 100 kB are tokenized as by the reference, and soon", .timeLimit(.minutes(1)))
  func longWords() throws {
    let tokenizer = try TokenizerFixture.tokenizer()
    for row in try TokenizerFixture.lines("long.jsonl", as: LongRow.self) {
      let tokens = tokenizer.encode(String(repeating: row.text, count: row.times))
      let checksum = tokens.reduce(UInt32(0)) { $0 &* 31 &+ UInt32($1.id) }
      #expect(tokens.count == row.count, "\(row.text.debugDescription)")
      #expect(checksum == row.checksum, "\(row.text.debugDescription)")
    }
  }

  /// Set `JINASCOPE_TEST_TOKENIZER` to the path of the `tokenizer.json` of jina-embeddings-v4 (or Qwen2.5) to run the
  /// tests of the published vocabulary, which is too big to be kept here.
  static let publishedPath = ProcessInfo.processInfo.environment["JINASCOPE_TEST_TOKENIZER"]

  @Test("The published tokenizer gives tricky texts the reference's ids", .enabled(if: publishedPath != nil))
  func publishedTable() throws {
    let tokenizer = try Tokenizer(file: #require(Self.publishedPath))
    #expect(tokenizer.vocabularySize == 151_665)
    for row in try TokenizerFixture.lines("published.jsonl", as: PublishedRow.self) {
      #expect(tokenizer.encode(row.text).map(\.id) == row.ids, "\(row.text.debugDescription)")
    }
  }

  @Test("The published tokenizer gives the ids and token counts seen in real runs", .enabled(if: publishedPath != nil))
  func publishedAnchors() throws {
    let tokenizer = try Tokenizer(file: #require(Self.publishedPath))
    func ids(_ text: String) -> [Int] { tokenizer.encode(text).map(\.id) }
    #expect(ids("Hello world") == [9707, 1879])
    #expect(ids(" Hello world") == [21927, 1879])
    #expect(
      ids("<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Describe the image.<|im_end|>\n")
        == [151644, 872, 198, 151652, 151655, 151653, 74785, 279, 2168, 13, 151645, 198])
    let counts = [
      "Query: May the Force be with you": 8, "Query: Que la Fuerza te acompañe": 10, "Query: フォースと共にあらんことを": 11,
      "Query: Que a Força esteja com você": 10, "Query: Möge die Macht mit dir sein": 10, "Query: دع القوة تكون معك": 9,
      "Query: Overview of climate change impacts on coastal cities": 10,
      "Query: تأثير تغير المناخ على المدن الساحلية": 16,
      "Query: 浜辺に沈む美しい夕日": 12, "Passage: Δ-encoding: cost ≈ $1,234.56 (≤2% error) — see §3.1 & Fig. 2.": 37,
    ]
    for (text, count) in counts { #expect(ids(text).count == count, "\(text)") }
  }
}
