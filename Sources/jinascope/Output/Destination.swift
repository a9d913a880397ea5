import Files
import TerminalUI

/// Where the data of a command goes: standard output, or a file that is there in full or not at all.
enum Destination {
  /// Standard output.
  case standardOutput
  /// A file.
  case file(String)

  /// Writes `bytes` to standard output.
  ///
  /// - Throws: `FileError`.
  static func print(_ bytes: [UInt8]) throws { try StandardStream.output.write(bytes) }

  /// Writes a line of text to standard output.
  static func print(line: String) throws { try print(Array((line + "\n").utf8)) }

  /// Writes a part of a dialogue to standard output; when nobody listens any more, nothing is said.
  static func say(_ text: String, terminator: String) { try? print(Array((text + terminator).utf8)) }

  /// Writes a line to standard error, where people look and programs do not. Names and paths may hold anything, so
  /// control characters are shown, never sent.
  static func remark(_ line: String) { remark(raw: TextWidth.display(line) + "\n") }

  /// Writes to standard error as it is. Where that cannot be written the work goes on: its result counts.
  static func remark(raw text: String) { try? StandardStream.error.write(Array(text.utf8)) }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { StandardStream.output.isTerminal }
}
