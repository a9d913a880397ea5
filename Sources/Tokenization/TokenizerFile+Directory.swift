import Files
import StrictJSON

extension TokenizerFile {
  /// Reads the tokenizer of a model directory: `tokenizer.json`, or else `vocab.json` with `merges.txt` and the added
  /// tokens of `tokenizer_config.json` or `added_tokens.json`.
  init(directory: String) throws(TokenizationError) {
    let files = TokenizerDirectory(path: directory)
    if files.has("tokenizer.json") {
      let file = files.path("tokenizer.json")
      try self.init(tokenizerJSON: .init(contentsOf: file), file: file)
      try files.checkConfiguration(beside: addedTokens)
      return
    }
    guard files.has("vocab.json"), files.has("merges.txt") else { throw .noTokenizer(directory: directory) }
    let addedTokens = try files.addedTokens()
    try self.init(
      vocabulary: files.json("vocab.json"), merges: files.merges(), mergesFile: files.path("merges.txt"),
      addedTokens: addedTokens.tokens, addedTokensFile: addedTokens.file)
  }
}

extension JSONValue {
  /// The JSON that a file holds.
  init(contentsOf file: String) throws(TokenizationError) {
    let bytes = try TokenizerDirectory.bytes(of: file)
    do { try self.init(parsing: bytes) } catch {
      throw .malformedJSON(file: file, problem: error.description)
    }
  }
}

/// The separate files that a tokenizer was before `tokenizer.json`.
private struct TokenizerDirectory {
  let path: String

  func path(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// Whether there is a file of this name; one that cannot be told about is there, and reading it says why.
  func has(_ name: String) -> Bool {
    do {
      _ = try FileStatus(path: path(name))
      return true
    } catch {
      if case .notFound = error { return false }
      return true
    }
  }

  func json(_ name: String) throws(TokenizationError) -> MemberReader {
    try MemberReader(JSONValue(contentsOf: path(name)), file: path(name))
  }

  /// Refuses a `tokenizer_config.json` that would change what `tokenizer.json` does: the reference adds tokens of the
  /// former which the latter does not have in the same way.
  ///
  /// Source: `PreTrainedTokenizerFast.__init__` of transformers 4.57.6.
  func checkConfiguration(beside known: [AddedToken]) throws(TokenizationError) {
    guard has("tokenizer_config.json") else { return }
    let configuration = try json("tokenizer_config.json")
    if configuration.optional("split_special_tokens") != nil {
      try configuration.require("split_special_tokens", false)
    }
    guard configuration.optional("added_tokens_decoder") != nil else { return }
    let decoder = try configuration.object("added_tokens_decoder")
    for (name, value) in decoder.members {
      let token = try AddedToken(id: 0, decoder.reader(of: value, name))
      if known.contains(where: { $0.isFoundLike(token) }) { continue }
      throw .unsupported(
        file: path("tokenizer_config.json"), member: decoder.member(name), found: token.content,
        supported: "the added tokens of tokenizer.json")
    }
  }

  static func bytes(of file: String) throws(TokenizationError) -> [UInt8] {
    do { return try FileContents.read(file, limit: ReadingLimit.tokenizer) } catch { throw .file(error) }
  }

  /// The lines of `merges.txt`.
  func merges() throws(TokenizationError) -> [TokenizerFile.Merge] {
    let file = path("merges.txt")
    var merges: [TokenizerFile.Merge] = []
    let lines = try Self.bytes(of: file).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, var line) in lines.enumerated() {
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.isEmpty { continue }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw .invalidUTF8(file: file, line: index + 1, byte: 1 + (firstInvalidUTF8(in: line) ?? 0))
      }
      guard let merge = try TokenizerFile.merge(line: text, file: file, number: merges.count + 1) else { continue }
      merges.append(merge)
    }
    return merges
  }

  /// The added tokens by id, and the file that lists them.
  ///
  /// Source: `PreTrainedTokenizerBase._from_pretrained` of transformers 4.57.6.
  func addedTokens() throws(TokenizationError) -> (tokens: [AddedToken], file: String) {
    var tokens: [AddedToken] = []
    var file = path("tokenizer_config.json")
    let configuration = has("tokenizer_config.json") ? try json("tokenizer_config.json") : nil
    if let configuration, configuration.optional("added_tokens_decoder") != nil {
      let decoder = try configuration.object("added_tokens_decoder")
      for (name, value) in decoder.members {
        guard let id = Int(name) else {
          throw .wrongType(
            file: file, member: decoder.member(name), expected: "an id as its name", found: "another text")
        }
        tokens.append(try AddedToken(id: id, decoder.reader(of: value, name)))
      }
    } else if has("added_tokens.json") {
      file = path("added_tokens.json")
      var special = configuration.map(specialTokens) ?? []
      if has("special_tokens_map.json") { special.formUnion(specialTokens(try json("special_tokens_map.json"))) }
      let map = try json("added_tokens.json")
      for (content, _) in map.members {
        let isSpecial = special.contains(Array(content.utf8))
        tokens.append(
          AddedToken(
            id: try map.integer(content), content: content, isNormalized: !isSpecial, isSpecial: isSpecial))
      }
    }
    return (tokens.sorted { $0.id < $1.id }, file)
  }

  /// The texts that a configuration names as special tokens.
  private func specialTokens(_ reader: MemberReader) -> Set<[UInt8]> {
    let roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"]
    let values = roles.compactMap(reader.optional) + (reader.optional("additional_special_tokens")?.array ?? [])
    return Set(values.compactMap { $0.string ?? $0.object?["content"]?.string }.map { Array($0.utf8) })
  }
}
