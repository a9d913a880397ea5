import TestSupport
import Testing

@testable import Tokenization

@Suite struct TokenizerFuzzTests {
  private static let pattern = PreTokenizer.pattern.replacing("\\", with: "\\\\")
  /// The characters of all bytes, and four merges.
  private static let vocabulary =
    "{"
    + (ByteAlphabet.scalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" } + ["er", "in", "Ġt", "Ġth"])
    .enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"

  /// A whole tokenizer in as little as there can be; its vocabulary stands at its end.
  private static let tokenizer = """
    {"version":"1.0","truncation":null,"padding":null,"added_tokens":[{"id":260,"content":"<|im_end|>","single_word":\
    false,"lstrip":false,"rstrip":true,"normalized":false,"special":true},{"id":261,"content":"<x>","special":false}],\
    "normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":\
    {"Regex":"\(pattern)"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,\
    "trim_offsets":false,"use_regex":false}]},"post_processor":{"type":"ByteLevel","trim_offsets":false},"decoder":\
    {"type":"ByteLevel"},"model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"",\
    "end_of_word_suffix":"","fuse_unk":false,"byte_fallback":false,"ignore_merges":false,"merges":["e r",["i","n"],\
    "Ġ t","Ġt h"],"vocab":\(vocabulary)}}
    """

  private func check(_ tokenizer: Tokenizer) throws {
    let text = "Query: <|im_end|>  the <x> thing\ne\u{301}\u{0}水"
    let tokens = tokenizer.encode(text)
    guard !tokens.isEmpty, tokens.allSatisfy({ $0.sourceRange.upperBound <= text.utf8.count }) else {
      throw Fuzzing.Broken("a token stands outside of the text")
    }
  }

  @Test func damagedTokenizersAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    Fuzzing("tokenizer.json", count: 200).run([Array(Self.tokenizer.utf8)], Self.outsideOfVocabulary) { bytes in
      try folder.write(bytes, to: "tokenizer.json")
      try check(try Tokenizer(directory: folder.path))
    }
  }

  @Test(arguments: [
    (
      "tokenizer_config.json",
      #"{"added_tokens_decoder":{"260":{"content":"<|im_end|>","lstrip":false,"normalized":false,"rstrip":true,"single_word":false,"special":true},"261":{"content":"<x>","special":false}},"split_special_tokens":false,"eos_token":"<|im_end|>","additional_special_tokens":["<x>"]}"#
    ),
    ("added_tokens.json", #"{"<|im_end|>":260,"<x>":261}"#),
    ("special_tokens_map.json", #"{"eos_token":{"content":"<|im_end|>"},"additional_special_tokens":["<x>"],"a":1}"#),
  ])
  func damagedFilesOfAddedTokensAreReadOrRefused(name: String, text: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("e r\ni n\nĠ t\nĠt h\n", to: "merges.txt")
    try folder.write(Self.vocabulary, to: "vocab.json")
    if name.hasPrefix("special") { try folder.write(#"{"<|im_end|>":260,"<x>":261}"#, to: "added_tokens.json") }
    Fuzzing(name, count: 200).run([Array(text.utf8)], Fuzzing.json) { bytes in
      try folder.write(bytes, to: name)
      try check(try Tokenizer(directory: folder.path))
    }
  }

  @Test func damagedMergesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.vocabulary, to: "vocab.json")
    let pieces = ["e", "r", " ", "\n", "\r", "Ġ", "Ġt", "th", "\u{301}", "#version", "\u{0}", "in", "\t"]
    Fuzzing("merges.txt", count: 200).run([Array("#version: 0.2\ne r\ni n\nĠ t\nĠt h\n".utf8)], Fuzzing.text(pieces)) {
      try folder.write($0, to: "merges.txt")
      try check(try Tokenizer(directory: folder.path))
    }
  }

  /// Changes what stands before the vocabulary, which has most of the bytes and a test of its own, but for one case
  /// in eight.
  private static func outsideOfVocabulary(_ document: inout [UInt8], _ generator: inout SplitMix) {
    let marker = Array(#","vocab":"#.utf8)
    let end = document.indices.first { document[$0...].starts(with: marker) }
    guard let end, Int.random(in: 0..<8, using: &generator) > 0 else { return Fuzzing.json(&document, &generator) }
    var beginning = Array(document[..<end])
    Fuzzing.json(&beginning, &generator)
    document.replaceSubrange(..<end, with: beginning)
  }
}
