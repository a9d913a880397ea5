import Foundation
import StrictJSON
import Testing

@testable import Tokenization

/// The fixtures of `Tests/Fixtures/tokenizer`, which `Tests/Reference/tokenizer_table.py` makes.
enum TokenizerFixture {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/tokenizer")

  /// The path of one file.
  static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// The text of one file.
  static func text(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

  /// The lines of a JSON Lines file.
  static func lines<Line: Decodable>(_ name: String, as type: Line.Type) throws -> [Line] {
    let decoder = JSONDecoder()
    return try text(name).split(separator: "\n").map { try decoder.decode(type, from: Data($0.utf8)) }
  }

  /// The small tokenizer.
  static func tokenizer() throws -> Tokenizer { try Tokenizer(file: path("tokenizer.json")) }

  /// The small tokenizer with its file's text changed; the changes must change it.
  static func tokenizer(replacing old: String, with new: String) throws -> Tokenizer {
    let text = try text("tokenizer.json")
    precondition(text.contains(old), "the fixture has no \(old)")
    return try tokenizer(json: text.replacingOccurrences(of: old, with: new))
  }

  /// The small tokenizer with other added tokens, given as JSON.
  static func tokenizer(addedTokens: String) throws -> Tokenizer {
    let old = try part(from: "\"added_tokens\":", to: ",\"normalizer\"")
    return try tokenizer(replacing: old, with: addedTokens)
  }

  /// A tokenizer from the text of its file.
  static func tokenizer(json: String) throws -> Tokenizer {
    let document: JSONValue
    do { document = try JSONValue(parsing: json.utf8) } catch {
      throw TokenizationError.malformedJSON(file: "tokenizer.json", problem: error.description)
    }
    return Tokenizer(try TokenizerFile(tokenizerJSON: document, file: "tokenizer.json"))
  }

  /// What stands in the small tokenizer's file between two texts.
  static func part(from start: String, to end: String) throws -> String {
    let text = try text("tokenizer.json")
    let from = try #require(text.range(of: start)?.upperBound)
    let to = try #require(text.range(of: end, range: from..<text.endIndex)?.lowerBound)
    return String(text[from..<to])
  }
}
