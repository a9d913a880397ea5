import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenization

/// Files that are damaged, or ask for more than there is.
struct TokenizerFileTests {
  @Test(
    "What is not implemented is refused by name",
    arguments: [
      ("\"normalizer\":{\"type\":\"NFC\"}", "\"normalizer\":{\"type\":\"Lowercase\"}", "Lowercase"),
      ("\"normalizer\":{\"type\":\"NFC\"}", "\"normalizer\":null", "normalizer"),
      ("\"type\":\"Split\"", "\"type\":\"Whitespace\"", "Whitespace"),
      ("|\\\\p{N}|", "|\\\\p{N}{1,3}|", "{1,3}"),
      ("\"Isolated\"", "\"Removed\"", "Removed"),
      ("\"invert\":false", "\"invert\":true", "invert"),
      ("\"add_prefix_space\":false", "\"add_prefix_space\":true", "add_prefix_space"),
      ("\"use_regex\":false", "\"use_regex\":true", "use_regex"),
      ("\"post_processor\":{\"type\":\"ByteLevel\"", "\"post_processor\":{\"type\":\"TemplateProcessing\"", "Template"),
      ("\"trim_offsets\":false", "\"trim_offsets\":true", "trim_offsets"),
      ("\"decoder\":{\"type\":\"ByteLevel\"", "\"decoder\":{\"type\":\"WordPiece\"", "WordPiece"),
      ("\"type\":\"BPE\"", "\"type\":\"Unigram\"", "Unigram"),
      ("\"dropout\":null", "\"dropout\":0.1", "dropout"),
      ("\"unk_token\":null", "\"unk_token\":\"<unk>\"", "unk_token"),
      ("\"continuing_subword_prefix\":\"\"", "\"continuing_subword_prefix\":\"##\"", "##"),
      ("\"end_of_word_suffix\":\"\"", "\"end_of_word_suffix\":\"</w>\"", "</w>"),
      ("\"byte_fallback\":false", "\"byte_fallback\":true", "byte_fallback"),
      ("\"ignore_merges\":false", "\"ignore_merges\":true", "ignore_merges"),
      ("\"fuse_unk\":false", "\"fuse_unk\":true", "fuse_unk"),
      ("\"version\":\"1.0\"", "\"version\":\"2.0\"", "2.0"),
      ("\"padding\":null", "\"padding\":null,\"extra\":1", "extra"),
    ])
  func unsupported(old: String, new: String, name: String) throws {
    #expect {
      try TokenizerFixture.tokenizer(replacing: old, with: new)
    } throws: { error in
      guard case .unsupported? = error as? TokenizationError else {
        return String(describing: error).contains(name) && new.contains("null")
      }
      return String(describing: error).contains(name)
    }
  }

  @Test(
    "A damaged file is refused with the place of the damage",
    arguments: [
      ("\"!\":0,", "\"!\":1200,", "id 1200"), ("\"!\":0,", "\"!\":-1,", "id -1"),
      ("\"!\":0,", "\"!\":9223372036854775807,", "0 to 1199"),
      ("\"!\":0,", "\"!\":99999999999999999999,", "`model.vocab.!` is a whole number"),
      ("\"!\":0,", "\"!\":1,", "id 1 belongs to \"!\" and"),
      ("\"!\":0,", "\"!\":\"0\",", "`model.vocab.!` is a string"),
      ("\"!\":0,", "\"!!!\":0,", "byte 0x21"), ("\"!\":0,", "\"!\":0,\"!\":5,", "second time"),
      ("\"merges\":[", "\"merges\":[\"a\",", "merge 1 is \"a\""),
      ("\"merges\":[", "\"merges\":[\"a b c\",", "merge 1 is \"a b c\""),
      ("\"merges\":[", "\"merges\":[[\"a\"],", "merge 1 is \"an array\""),
      ("\"merges\":[", "\"merges\":[[\"a\",\"b\",1],", "merge 1 is \"an array\""),
      ("\"merges\":[", "\"merges\":[7,", "merge 1 is \"a whole number\""),
      ("\"merges\":[", "\"merges\":[\"nowhere a\",", "needs the token \"nowherea\""),
      ("\"merges\":[", "\"merges\":[\"! \\u0323\",", "needs the token \"!\u{323}\""),
      ("\"id\":1201,", "\"id\":1202,", "<|im_start|>\" has id 1202"),
      ("\"id\":1201,", "\"id\":123456789012345,", "id 123456789012345"),
      ("\"id\":1201,", "", "`added_tokens.1.id` is missing"),
      ("\"content\":\"<|im_start|>\"", "\"content\":\"<|endoftext|>\"", "listed twice"),
      ("\"content\":\"<|im_start|>\"", "\"content\":\"\"", "empty"),
      ("\"content\":\"<|im_start|>\"", "\"content\":7", "`added_tokens.1.content` is a whole number"),
      ("\"special\":true", "\"special\":1", "`added_tokens.0.special` is a whole number"),
      ("\"merges\":", "\"merged\":", "merged"), ("\"vocab\":{", "\"vocab\":[],\"unused\":{", "unused"),
      ("\"model\":", "\"pretokenizers\":", "pretokenizers"),
    ])
  func damaged(old: String, new: String, message: String) throws {
    #expect {
      try TokenizerFixture.tokenizer(replacing: old, with: new)
    } throws: { error in
      let text = String(describing: error)
      return error is TokenizationError && text.contains(message) && text.hasPrefix("tokenizer.json: ")
    }
  }

  @Test("A file that ends anywhere is refused")
  func truncated() throws {
    let text = try TokenizerFixture.text("tokenizer.json").dropLast(2)
    for length in stride(from: 0, to: text.count, by: 1009) {
      #expect(throws: TokenizationError.self) { try TokenizerFixture.tokenizer(json: String(text.prefix(length))) }
    }
  }

  @Test("Control characters of a file do not reach the message")
  func controlCharacters() throws {
    #expect {
      try TokenizerFixture.tokenizer(replacing: "\"BPE\"", with: "\"\\u001b[31mred\"")
    } throws: { String(describing: $0).contains("\"\\u{1B}[31mred\"") }
  }

  @Test("Merges may be strings or pairs")
  func pairs() throws {
    let merges = try TokenizerFixture.part(from: "\"merges\":[", to: "]}}")
    // Every merge is two tokens without quotes or spaces of their own.
    let pairs = merges.replacingOccurrences(of: "\",\"", with: "\"],[\"").replacingOccurrences(of: " ", with: "\",\"")
    let tokenizer = try TokenizerFixture.tokenizer(replacing: "[\(merges)]", with: "[[\(pairs)]]")
    let text = try TokenizerFixture.text("training.txt")
    #expect(try tokenizer.encode(text) == TokenizerFixture.tokenizer().encode(text))
  }

  @Test("Vocabulary, merges and added tokens in files of their own are the same tokenizer")
  func separateFiles() throws {
    let text = try TokenizerFixture.text("training.txt") + "<tool_call>\u{338}<|im_end|>e\u{301}"
    let separate = try tokenizerOfSeparateFiles(configuration: true)
    #expect(try separate.encode(text) == TokenizerFixture.tokenizer().encode(text))
    // Without flags in the files, tokens that are not special are looked for in normalized text.
    let legacy = try tokenizerOfSeparateFiles(configuration: false)
    #expect(legacy.vocabularySize == 1222)
    #expect(legacy.encode("<tool_call>").map(\.id) == [1214])
    #expect(!legacy.encode("<tool_call>\u{338}").map(\.id).contains(1214))
    #expect(legacy.encode("<|im_end|>\u{338}").map(\.id).first == 1202)
  }

  /// The small tokenizer, read from the files that came before `tokenizer.json`.
  private func tokenizerOfSeparateFiles(configuration: Bool) throws -> Tokenizer {
    let folder = try TemporaryFolder()
    try folder.write(TokenizerFixture.part(from: "\"vocab\":", to: ",\"merges\""), to: "vocab.json")
    let list = try TokenizerFixture.part(from: "\"merges\":", to: "}}")
    let merges = try JSONDecoder().decode([String].self, from: Data(list.utf8)).joined(separator: "\n")
    try folder.write("#version: 0.2\n\(merges)\n", to: "merges.txt")
    struct Added: Decodable {
      let id: Int
      let content: String
      let special: Bool
    }
    let tokens = try TokenizerFixture.part(from: "\"added_tokens\":", to: ",\"normalizer\"")
    let added = try JSONDecoder().decode([Added].self, from: Data(tokens.utf8))
    if configuration {
      let members = added.map {
        "\"\($0.id)\":{\"content\":\"\($0.content)\",\"special\":\($0.special),\"normalized\":false}"
      }
      try folder.write("{\"added_tokens_decoder\":{\(members.joined(separator: ","))}}", to: "tokenizer_config.json")
    } else {
      let members = added.reversed().map { "\"\($0.content)\":\($0.id)" }
      try folder.write("{\(members.joined(separator: ","))}", to: "added_tokens.json")
      let special = added.filter(\.special).map { "\"\($0.content)\"" }
      try folder.write(
        "{\"pad_token\":{\"content\":\"<|endoftext|>\"},\"additional_special_tokens\":[\(special.joined(separator: ","))]}",
        to: "special_tokens_map.json")
    }
    return try withExtendedLifetime(folder) { try Tokenizer(directory: folder.path) }
  }

  @Test("Files that are not there or not text are named")
  func files() throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    #expect(throws: TokenizationError.noTokenizer(directory: folder.path)) { try Tokenizer(directory: folder.path) }
    let file = folder.path + "/tokenizer.json"
    #expect(throws: TokenizationError.file(.notFound(path: file))) { try Tokenizer(file: file) }
    try folder.write(TokenizerFixture.part(from: "\"vocab\":", to: ",\"merges\""), to: "vocab.json")
    try folder.write(Array("a b\r\n\nc ".utf8) + [0xC3, 0x28], to: "merges.txt")
    #expect(throws: TokenizationError.invalidUTF8(file: folder.path + "/merges.txt", line: 3, byte: 3)) {
      try Tokenizer(directory: folder.path)
    }
  }

  @Test(
    "A configuration beside tokenizer.json that would change what it does is refused by name",
    arguments: [
      (#"{}"#, nil), (#"{"split_special_tokens": false, "model_max_length": 9}"#, nil),
      (#"{"added_tokens_decoder": {"1202": {"content": "<|im_end|>", "special": true}}}"#, nil),
      (#"{"split_special_tokens": true}"#, "split_special_tokens"),
      (#"{"added_tokens_decoder": {"1202": {"content": "<|im_end|>", "special": true, "lstrip": true}}}"#, "1202"),
      (#"{"added_tokens_decoder": {"1300": {"content": "<mine>", "special": true}}}"#, "<mine>"),
      (#"{"added_tokens_decoder": {"1300": {"content": "<|im_end|>", "special": false}}}"#, "1300"),
    ] as [(String, String?)])
  func configurationBesideTheFile(configuration: String, name: String?) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try folder.write(Fixture.bytes("tokenizer/tokenizer.json"), to: "tokenizer.json")
    try folder.write(configuration, to: "tokenizer_config.json")
    guard let name else {
      _ = try Tokenizer(directory: folder.path)
      return
    }
    let error = #expect(throws: TokenizationError.self) { try Tokenizer(directory: folder.path) }
    #expect(error?.description.contains(name) == true && error?.description.contains("tokenizer_config.json") == true)
  }
}
