public import Embeddings
internal import Files
public import StrictJSON

/// What made the numbers of a table or picture; it goes with them into every file.
///
/// Facts are single values, so that a table's JSON document is also what `pandas.read_json` takes.
public struct Facts: Hashable, Sendable {
  /// One fact.
  public struct Member: Hashable, Sendable {
    /// What it is, in snake_case.
    public let name: String
    /// Its value.
    public let value: Field
  }

  /// A query as the model read it.
  public struct Query: Sendable {
    let text: String
    let role: PromptRole
    let prompt: String

    /// A query of the text `text`, before which the model read `prompt`.
    public init(_ text: String, role: PromptRole, prompt: String) {
      self.text = text
      self.role = role
      self.prompt = prompt
    }
  }

  /// The facts in order.
  public private(set) var members: [Member] = []

  /// No facts.
  public init() {}

  /// What made numbers of `model`.
  ///
  /// - Parameters:
  ///   - dimensions: components that were compared; `nil` where it is not one number.
  ///   - isLate: whether parts of documents were read inside of them.
  ///   - passagePrompt: what the model read before each passage.
  public init(
    model: ModelDescription, task: EmbeddingTask? = nil, dimensions: Int? = nil, collection: String? = nil,
    isLate: Bool = false, passagePrompt: String? = nil
  ) {
    add("model", model.name)
    add("fingerprint", Field(model.fingerprint))
    if let notice = model.notice { add("notice", notice) }
    if let task { add("task", task.name) }
    if let dimensions { add("dimensions", .integer(dimensions)) }
    if let collection { add("collection", collection) }
    if isLate { add("chunks", "late") }
    if let passagePrompt { add("passage_prompt", passagePrompt) }
  }

  /// Adds what the items were compared with.
  public mutating func add(_ query: Query) {
    add("role", query.role.rawValue)
    add("prompt", query.prompt)
    add("query", query.text)
  }

  /// Adds the adapters that were compared, in their order.
  public mutating func add(comparedTasks tasks: [EmbeddingTask]) {
    if !tasks.isEmpty { add("compared_tasks", tasks.map(\.name).joined(separator: " ")) }
  }

  /// Adds a fact that is a text.
  public mutating func add(_ name: String, _ text: String) { add(name, .text(text)) }

  /// Adds a fact, whose name must be new.
  public mutating func add(_ name: String, _ value: Field) {
    precondition(!members.contains { $0.name == name }, "the fact \(name) is there already")
    members.append(Member(name: name, value: value))
  }

  /// The facts but those of these names.
  public func without(_ names: Set<String>) -> Facts {
    var facts = self
    facts.members.removeAll { names.contains($0.name) }
    return facts
  }

  /// The facts for a line of JSON Lines with these members: what the line says itself is left out, and so is the notice,
  /// which need not be said on every line.
  func besideMembers(_ names: some Sequence<String>) -> Facts { without(Set(names).union(["notice"])) }

  /// Writes the facts as members of a JSON object.
  public func write(to writer: inout JSONWriter) throws(JSONError) {
    for member in members {
      writer.name(member.name)
      try writer.value(member.value)
    }
  }

  /// Writes the facts to `FILE.meta.json`, beside a file that has no place for them.
  ///
  /// - Throws: `FileError`.
  public func write(beside path: String) throws {
    var writer = JSONWriter()
    try writer.object { (writer) throws(JSONError) in try write(to: &writer) }
    writer.endLine()
    try AtomicFile.write(writer.bytes, to: path + ".meta.json")
  }

  /// The facts in lines of at most that many characters, for a picture.
  public func caption(columns: Int) -> [String] {
    var lines: [String] = []
    for member in members where !member.value.text.isEmpty {
      let words = member.value.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let fact = "\(member.name) \(words)"
      if let last = lines.last, last.count + fact.count + 3 <= columns {
        lines[lines.count - 1] = "\(last) · \(fact)"
      } else {
        lines.append(String(fact.prefix(columns)))
      }
    }
    return lines
  }
}
