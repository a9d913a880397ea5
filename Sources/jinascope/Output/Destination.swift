import Foundation
import TerminalUI

/// Where the data of a command goes: standard output, or a file that is there in full or not at all.
enum Destination {
  /// Standard output.
  case standardOutput
  /// A file.
  case file(String)

  /// Writes `bytes` to standard output.
  static func print(_ bytes: [UInt8]) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(bytes))
    } catch {
      throw OutputError.standardOutput(reason: reason(of: error))
    }
  }

  /// Writes a line of text to standard output.
  static func print(line: String) throws { try print(Array((line + "\n").utf8)) }

  /// Writes a part of a dialogue to standard output; when nobody listens any more, nothing is said.
  static func say(_ text: String, terminator: String) { try? print(Array((text + terminator).utf8)) }

  /// Writes a line to standard error, where people look and programs do not. Names and paths may hold anything, so
  /// control characters are shown, never sent.
  static func remark(_ line: String) {
    FileHandle.standardError.write(Data((TextWidth.display(line) + "\n").utf8))
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) != 0 }

  /// Makes a folder, and those above it, where they are not there.
  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError.cannotWrite(path: path, reason: reason(of: error))
    }
  }

  /// The system's words for a failed call.
  static func reason(of error: any Error) -> String {
    (error as? any LocalizedError)?.failureReason ?? error.localizedDescription
  }
}
