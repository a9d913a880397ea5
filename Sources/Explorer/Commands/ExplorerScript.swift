import TerminalUI

/// What to do in the explorer, a step a line: keys in key notation, as `water cycle<Enter>`, or a command by its name
/// after a colon, as `:dimension 64`. Blank lines and lines that begin with `#` are left out; a key `:` or `#` at the
/// beginning of a line is written `<:>` or `<#>`.
///
/// Source: tig's test scripts and Vim's key notation, from which the form is taken.
public struct ExplorerScript: Sendable {
  /// A step and where it stands.
  struct Line: Sendable {
    let number: Int
    let actions: [Action]
  }

  /// What the script is called in messages.
  let name: String
  /// The steps.
  let lines: [Line]

  /// Reads a script; `name` is that of its file.
  ///
  /// - Throws: `ScriptError` with the number of the first line that is neither.
  public init(_ text: String, name: String) throws(ScriptError) {
    self.name = name
    var lines: [Line] = []
    let isEnd: (Character) -> Bool = { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: isEnd).enumerated() {
      if line.first == "#" || line.allSatisfy(\.isWhitespace) { continue }
      do {
        lines.append(Line(number: index + 1, actions: try Self.actions(of: String(line))))
      } catch { throw ScriptError(script: name, line: index + 1, reason: "\(error)") }
    }
    self.lines = lines
  }

  private static func actions(of line: String) throws -> [Action] {
    guard line.first == ":" else { return try KeyPress.sequence(line).map { .input(.key($0)) } }
    _ = try CommandLine(line)
    return [.line(line)]
  }

  /// The error of a step that could not be done.
  func error(in line: Line, _ reason: String) -> ScriptError {
    ScriptError(script: name, line: line.number, reason: reason)
  }
}

/// A line of a script that cannot be read or done.
public struct ScriptError: Error, Hashable, CustomStringConvertible {
  /// What the script is called.
  public let script: String
  /// The number of the line, from 1.
  public let line: Int
  /// What is wrong with it, and what to do.
  public let reason: String

  /// One sentence: where, what, and what to do.
  public var description: String { "\(script), line \(line): \(reason)" }
}
