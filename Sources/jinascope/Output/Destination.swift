import Foundation

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

  /// Writes a line to standard error, where people look and programs do not.
  static func remark(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
  }

  /// The system's words for a failed call.
  static func reason(of error: any Error) -> String {
    (error as? any LocalizedError)?.failureReason ?? error.localizedDescription
  }
}
