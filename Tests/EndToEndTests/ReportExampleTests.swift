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
  }

  private static func examples() throws -> [Example] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "docs/reports.md")
    let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
    // Every second piece is the inside of a block, which begins with its language.
    return stride(from: 1, to: blocks.count - 2, by: 2).compactMap { place in
      guard blocks[place].hasPrefix("console\n$ "), blocks[place + 2].hasPrefix("json\n") else { return nil }
      return Example(
        command: String(blocks[place].dropFirst("console\n$ ".count)), json: String(blocks[place + 2].dropFirst(5)))
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

  @Test func everyExampleIsWhatItsCommandWrites() async throws {
    let examples = try Self.examples()
    #expect(examples.count == 14)
    for example in examples {
      let wanted = try JSONValue(parsing: Array(example.json.utf8))
      let count = wanted.object?["rows"]?.array?.count ?? 1
      let found = try await written(by: example.command)
      #expect(Self.shape(found, elements: count) == Self.shape(wanted, elements: count), "\(example.command)")
    }
  }
}
