import Corpus
import Embeddings
import Files
import StrictJSON

/// A form in which what a pane shows can be kept, by the ending of its file.
enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  case tsv, csv, json, jsonl, trec, png, npy, safetensors
  /// The vectors, one a line; the other JSON Lines are the ranking.
  case vectorLines = "vectors.jsonl"

  /// The form that the ending of a path names.
  init?(path: String) {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    guard let format = Self.allCases.last(where: { name.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = format
  }
}

/// Why nothing was written.
enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pane cannot be kept in that form.
  case notOffered(Pane, path: String)
  /// The pane shows nothing yet.
  case empty(Pane)
  /// A picture of so many rows and columns would be too large.
  case tooLarge(Int, Int)

  /// One sentence: what, and what to do.
  var description: String {
    switch self {
    case .notOffered(let pane, let path):
      "\(path) has no ending that the \(pane.title) pane can be exported as; use "
        + pane.definition.exportFormats.map { "." + $0.rawValue }.joined(separator: ", ")
    case .tooLarge(let rows, let columns):
      "a picture of \(rows) × \(columns) values is too large (\(PixelCanvas.largestSide) a side at most); select a rectangle with "
        + "Space, or export .csv"
    case .empty(let pane): "the \(pane.title) pane shows nothing to export yet"
    }
  }
}

/// What made the numbers: it goes with them into every file.
struct ExportFacts: Sendable {
  /// Names with their values, in order.
  private(set) var members: [(name: String, text: String)]
  /// Without spaces: what a run of TREC is called.
  let tag: String

  /// The facts of what `state` shows; `prompts` is what the model reads before a text, by role.
  init(_ state: ExplorerState, prompts: [PromptRole: String]) {
    var members: [(name: String, text: String)] = [
      ("model", state.subject.model.name), ("fingerprint", state.subject.model.fingerprint ?? ""),
      ("task", state.subject.task.name),
      ("dimensions", "\(state.subject.dimensions)"), ("collection", state.subject.collection.name),
      ("passage_prompt", prompts[.passage] ?? ""),
    ]
    if let item = state.subject.neighborPath.last {
      members.append(("neighbours_of", state.subject.identifiers[item]))
    } else if let key = state.subject.query {
      members += [("role", key.role.rawValue), ("prompt", prompts[key.role] ?? ""), ("query", key.text)]
    }
    let others = state.subject.shownTasks.filter { $0 != state.subject.task }.map(\.name)
    if !others.isEmpty { members.append(("compared_tasks", others.joined(separator: " "))) }
    self.members = members
    tag = [
      "jinascope", String((state.subject.model.fingerprint ?? "").prefix(12)), state.subject.task.name,
      state.query.role.rawValue,
      "\(state.subject.dimensions)",
    ].filter { !$0.isEmpty }.map { $0.split { $0.isWhitespace }.joined(separator: "_") }.joined(separator: "-")
  }

  /// Says that the numbers are differences: those under `task` were taken from them.
  mutating func subtract(_ task: EmbeddingTask) { add("subtracted_task", task.name) }

  /// Says something else about the numbers.
  mutating func add(_ name: String, _ text: String) { members.append((name, text)) }

  /// The facts as lines before the headings of a table.
  var comments: String { members.map { "# \($0.name): \(ExportTable.plain($0.text))\n" }.joined() }

  /// The facts in lines of at most that many characters, for a picture.
  func caption(columns: Int) -> [String] {
    var lines: [String] = []
    for (name, text) in members where !text.isEmpty {
      let fact = "\(name) \(ExportTable.plain(text))"
      if let last = lines.last, last.count + fact.count + 3 <= columns {
        lines[lines.count - 1] = "\(last) · \(fact)"
      } else {
        lines.append(String(fact.prefix(columns)))
      }
    }
    return lines
  }

  /// Writes the facts to a file beside that of a picture, which has no place for them.
  func writeBeside(_ path: String) throws {
    var writer = JSONWriter()
    writer.object { write(to: &$0) }
    writer.endLine()
    try AtomicFile.write(writer.bytes, to: path + ".json")
  }

  /// Writes the facts as members of a JSON object.
  func write(to writer: inout JSONWriter) {
    for (name, text) in members { writer.member(name, text) }
  }
}

/// A table as a file: headings, and rows of numbers and texts.
struct ExportTable: Sendable {
  /// What made the numbers.
  let facts: ExportFacts
  /// The headings, then the rows; an empty field has no value.
  let lines: [[String]]

  /// Headings of columns that hold texts.
  static let textHeadings: Set<String> = [
    "", "id", "task", "label", "content", "row", "column", "content of the row", "content of the column", "file",
    "token",
    "level", "what", "kind",
  ]

  /// The bytes of the file; of `json` one object with the rows as arrays, of `jsonl` an object for each row.
  func bytes(_ format: ExportFormat) throws -> [UInt8] {
    switch format {
    case .json: return try json()
    case .jsonl: return try jsonLines()
    case .csv:
      return Array((facts.comments + lines.map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()).utf8)
    default:
      return Array((facts.comments + lines.map { $0.map(Self.plain).joined(separator: "\t") + "\n" }.joined()).utf8)
    }
  }

  /// A field without the signs that end it in a table with tabs.
  static func plain(_ field: String) -> String {
    String(field.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// A field of a CSV file (RFC 4180).
  static func quoted(_ field: String) -> String {
    let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    return isPlain
      ? field : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private func json() throws -> [UInt8] {
    var writer = JSONWriter()
    try writer.object { writer in
      facts.write(to: &writer)
      writer.member("columns") { $0.array { for heading in lines.first ?? [] { $0.value(heading) } } }
      try writer.member("rows") { writer in
        try writer.array { writer in
          for row in lines.dropFirst() {
            try writer.array { writer in
              for (heading, field) in zip(lines[0], row) { try Self.write(field, under: heading, to: &writer) }
            }
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private func jsonLines() throws -> [UInt8] {
    var writer = JSONWriter()
    for row in lines.dropFirst() {
      try writer.object { writer in
        for (heading, field) in zip(lines[0], row) {
          writer.name(heading)
          try Self.write(field, under: heading, to: &writer)
        }
        facts.write(to: &writer)
      }
      writer.endLine()
    }
    return writer.bytes
  }

  private static func write(_ field: String, under heading: String, to writer: inout JSONWriter) throws {
    if textHeadings.contains(heading) { return writer.value(field) }
    guard let number = Double(field), number.isFinite else { return writer.null() }
    try writer.value(number)
  }
}
