import ArgumentParser
import Foundation
import Logging

/// `--log-level` and `--log-file`, which every command takes.
struct LogOptions: ParsableArguments {
  @Option(help: "How much is logged: trace, debug, info, notice, warning, error or critical.")
  var logLevel: LogLevel = .warning

  @Option(help: ArgumentHelp("Log to this file instead of standard error.", valueName: "file"))
  var logFile: String?

  /// Sends the log where the options say, for the rest of the process.
  func start() throws {
    let level = logLevel.level
    if let logFile {
      let file = try LogFile(path: logFile)
      LoggingSystem.bootstrap { label in LogFileHandler(label: label, level: level, file: file) }
    } else {
      LoggingSystem.bootstrap { label in
        var handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = level
        return handler
      }
    }
  }
}

/// The levels of the log, as they are written on the command line.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
  case trace
  case debug
  case info
  case notice
  case warning
  case error
  case critical

  /// The library's level of that name.
  var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .warning }
}
