import StrictJSON

extension TokenizerFile {
  /// Reads `tokenizer.json`, the one-file format of Hugging Face `tokenizers` (version "1.0").
  ///
  /// Truncation and padding are left to the engine, which makes its own batches. Anything else that is not implemented
  /// is refused by name.
  init(tokenizerJSON document: JSONValue, file: String) throws(TokenizationError) {
    let top = try MemberReader(document, file: file)
    try top.allowOnly(
      "version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder",
      "model")
    try top.require("version", "1.0")
    try top.object("normalizer").require("type", "NFC")
    try Self.checkPreTokenizer(top.object("pre_tokenizer"))
    if top.optional("post_processor") != nil {
      let processor = try top.object("post_processor")
      try processor.require("type", "ByteLevel")
      try processor.require("trim_offsets", false)
    }
    if top.optional("decoder") != nil { try top.object("decoder").require("type", "ByteLevel") }
    let model = try top.object("model")
    try Self.checkModel(model)

    var addedTokens: [AddedToken] = []
    for (index, value) in (top.optional("added_tokens") == nil ? [] : try top.array("added_tokens")).enumerated() {
      let reader = try top.reader(of: value, "added_tokens.\(index)")
      addedTokens.append(try AddedToken(id: reader.integer("id"), reader))
    }
    var merges: [Merge] = []
    for (index, value) in try model.array("merges").enumerated() {
      guard let merge = try Self.merge(value, file: file, number: index + 1) else { continue }
      merges.append(merge)
    }
    try self.init(
      vocabulary: model.object("vocab"), merges: merges, mergesFile: file, addedTokens: addedTokens,
      addedTokensFile: file)
  }

  /// `Sequence[Split(Qwen2's pattern, Isolated), ByteLevel]`, and nothing else.
  private static func checkPreTokenizer(_ sequence: MemberReader) throws(TokenizationError) {
    try sequence.allowOnly("type", "pretokenizers")
    try sequence.require("type", "Sequence")
    let steps = try sequence.array("pretokenizers")
    guard steps.count == 2 else {
      throw .unsupported(
        file: sequence.file, member: sequence.member("pretokenizers"), found: "a list of \(steps.count)",
        supported: "Split followed by ByteLevel")
    }
    let split = try sequence.reader(of: steps[0], "pretokenizers.0")
    try split.allowOnly("type", "pattern", "behavior", "invert")
    try split.require("type", "Split")
    try split.object("pattern").require("Regex", PreTokenizer.pattern)
    try split.require("behavior", "Isolated")
    try split.require("invert", false)

    let byteLevel = try sequence.reader(of: steps[1], "pretokenizers.1")
    try byteLevel.allowOnly("type", "add_prefix_space", "trim_offsets", "use_regex")
    try byteLevel.require("type", "ByteLevel")
    try byteLevel.require("add_prefix_space", false)
    try byteLevel.require("use_regex", false)
  }

  private static func checkModel(_ model: MemberReader) throws(TokenizationError) {
    try model.allowOnly(
      "type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback",
      "ignore_merges", "vocab", "merges")
    try model.require("type", "BPE")
    if let dropout = model.optional("dropout"), dropout.double != 0 {
      throw model.unsupported("dropout", dropout, supported: "none")
    }
    if let unknown = model.optional("unk_token") { throw model.unsupported("unk_token", unknown, supported: "null") }
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] where model.optional(name) != nil {
      try model.require(name, "")
    }
    for name in ["fuse_unk", "byte_fallback", "ignore_merges"] { try model.require(name, false) }
  }

  /// One merge, written `"left right"` or `["left", "right"]`; `nil` for the version line of `merges.txt`.
  private static func merge(_ value: JSONValue, file: String, number: Int) throws(TokenizationError) -> Merge? {
    if let line = value.string { return try merge(line: line, file: file, number: number) }
    let pair = value.array?.compactMap(\.string)
    guard let pair, pair.count == 2, value.array?.count == 2 else {
      throw .malformedMerge(file: file, merge: number, found: value.kind)
    }
    return (pair[0], pair[1])
  }

  /// One merge, written `left right`; `nil` for the version line.
  static func merge(line: some StringProtocol, file: String, number: Int) throws(TokenizationError) -> Merge? {
    let bytes = line.utf8
    if bytes.starts(with: "#version".utf8) { return nil }
    let space = UInt8(ascii: " ")
    // By bytes: as characters a space and a combining mark behind it are one.
    guard let split = bytes.firstIndex(of: space), !bytes[bytes.index(after: split)...].contains(space) else {
      throw .malformedMerge(file: file, merge: number, found: String(line))
    }
    return (String(line[..<split]), String(line[bytes.index(after: split)...]))
  }
}

extension AddedToken {
  /// An added token as `tokenizer.json` and `tokenizer_config.json` describe it; flags that are missing are as there.
  init(id: Int, _ reader: MemberReader) throws(TokenizationError) {
    let isSpecial = try reader.bool("special")
    self.init(
      id: id, content: try reader.string("content"), isSingleWord: try reader.bool("single_word"),
      stripsLeft: try reader.bool("lstrip"), stripsRight: try reader.bool("rstrip"),
      isNormalized: try reader.bool("normalized", otherwise: !isSpecial), isSpecial: isSpecial)
  }
}
