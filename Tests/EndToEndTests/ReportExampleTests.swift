import Foundation
import StrictJSON
import TestSupport
import Testing

/// The examples of `docs/reports.md`: each command is run, and what it writes has the names and types of the page.
@Suite struct ReportExampleTests {
  /// A command of the page and the JSON after it.
  private struct Example {
    let command: String
    let json: String
    /// Which piece of the page, between fences, the JSON is.
    let place: Int
  }

  private static let fence = "```"
  private static let language = "json\n"

  /// The page, cut at its fences: every second piece is the inside of a block, which begins with its language.
  private static func pieces() throws -> [String] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/reports.md")
    return try String(contentsOf: page, encoding: .utf8).components(separatedBy: fence)
  }

  private static func examples(in pieces: [String]) -> [Example] {
    stride(from: 1, to: pieces.count - 2, by: 2).compactMap { place in
      guard pieces[place].hasPrefix("console\n$ "), pieces[place + 2].hasPrefix(language) else { return nil }
      return Example(
        command: String(pieces[place].dropFirst("console\n$ ".count)),
        json: String(pieces[place + 2].dropFirst(language.count)), place: place + 2)
    }
  }

  /// The first document that a command prints, or that it exports.
  private func written(by command: String) async throws -> JSONValue {
    let folder = try TemporaryFolder()
    let run = try await Program.runProcess(
      "/bin/bash", ["-c", "cd \"$0\"; jinascope() { \"$PROGRAM\" \"$@\"; }\n" + command, folder.path],
      environment: [
        "PROGRAM": Program.path, "HF_HUB_CACHE": "/nonexistent", "JINASCOPE_CACHE": "false",
        "XDG_CONFIG_HOME": "/nonexistent",
        "JINASCOPE_MODEL": "",
      ])
    #expect(run.status == 0, "\(command): \(run.errors)")
    var text = run.output
    if let line = command.split(separator: "\n").first(where: { $0.hasPrefix(":export ") }) {
      text = try String(contentsOfFile: "\(folder.path)/\(line.dropFirst(":export ".count))", encoding: .utf8)
    }
    return try JSONValue(parsing: Array(String(try #require(text.split(separator: "\n").first)).utf8))
  }

  /// What is the same of two documents whose numbers and texts differ: names in their order, and types; of a list, the
  /// first elements.
  private static func shape(_ value: JSONValue, elements: Int) -> String {
    switch value {
    case .null: return "null"
    case .bool: return "truth value"
    case .integer, .largeInteger: return "integer"
    case .number: return "number"
    case .string: return "text"
    case .array(let values):
      return "[" + values.prefix(elements).map { shape($0, elements: elements) }.joined(separator: ", ") + "]"
    case .object(let object):
      return "{" + object.members.map { "\($0.name): \(shape($0.value, elements: elements))" }.joined(separator: ", ")
        + "}"
    }
  }

  /// With the environment variable `JINASCOPE_RECORD` set, the page gets what its commands write now; look at it before
  /// committing.
  @Test func everyExampleIsWhatItsCommandWrites() async throws {
    var pieces = try Self.pieces()
    let examples = Self.examples(in: pieces)
    #expect(examples.count == 15)
    for example in examples {
      let wanted = try JSONValue(parsing: Array(example.json.utf8))
      let count = wanted.object?["rows"]?.array?.count ?? 1
      let found = try await written(by: example.command)
      pieces[example.place] = try Self.language + Self.abridged(found, rows: count)
      if !DocumentationPage.isRecording {
        #expect(Self.shape(found, elements: count) == Self.shape(wanted, elements: count), "\(example.command)")
      }
    }
    if DocumentationPage.isRecording {
      _ = try DocumentationPage.difference(pieces.joined(separator: Self.fence), from: "reports")
    }
  }

  /// A document as the page shows it: a line for each member and each row, the first rows, numbers and texts shortened.
  private static func abridged(_ document: JSONValue, rows: Int) throws -> String {
    let members = try #require(document.object).members.map { member in
      guard member.name == "rows", let found = member.value.array else {
        return "  \(try text(.string(member.name))): \(try text(member.value))"
      }
      let lines = try found.prefix(rows).map { "    " + (try text($0)) }
      return "  \"rows\": [\n\(lines.joined(separator: ",\n"))\n  ]"
    }
    return "{\n\(members.joined(separator: ",\n"))\n}\n"
  }

  /// JSON on one line, numbers to four places, long texts cut.
  private static func text(_ value: JSONValue) throws -> String {
    switch value {
    case .number(let number): return (((number * 10_000).rounded() / 10_000) + 0).description
    case .string(let long) where long.count > 72: return try text(.string(long.prefix(57) + "…"))
    case .array(let values): return "[" + (try values.map(text)).joined(separator: ", ") + "]"
    case .object(let object):
      let members = try object.members.map { "\(try text(.string($0.name))): \(try text($0.value))" }
      return "{" + members.joined(separator: ", ") + "}"
    default:
      var writer = JSONWriter()
      try writer.value(value)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}
