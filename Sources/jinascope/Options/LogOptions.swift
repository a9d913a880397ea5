import ArgumentParser
import Explorer
import Logging

/// `--log-level` and `--log-file`, which every command takes.
struct LogOptions: ParsableArguments {
  @Option(help: "The log level: trace, debug, info, notice, warning, error or critical.")
  var logLevel: LogLevel = .warning

  @Option(help: ArgumentHelp("Log to this file instead of standard error.", valueName: "file"))
  var logFile: String?

  /// Sends the log where the options say, for the rest of the process; into `inbox` too, where there is one, and then
  /// not to standard error.
  func start(inbox: LogInbox? = nil) throws {
    let level = logLevel.level
    // Without the explorer's log there must be another one.
    let file = try logFile.map { try LogFile(path: $0) } ?? (inbox == nil ? LogFile() : nil)
    LoggingSystem.bootstrap { label in
      var handlers: [any LogHandler] = []
      if let file { handlers.append(LogFileHandler(label: label, level: level, file: file)) }
      if let inbox { handlers.append(LogInboxHandler(inbox: inbox, level: level)) }
      return MultiplexLogHandler(handlers)
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
