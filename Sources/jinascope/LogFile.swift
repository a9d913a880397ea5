import Explorer
import Files
import Foundation
import Logging
import TerminalUI

/// What log lines are appended to, from any thread: a file, or standard error. A log that cannot be written must not end
/// the work it is about, so failures are not told.
final class LogFile: Sendable {
  /// `nil` for standard error.
  private let file: AppendingFile?

  /// Standard error.
  init() { file = nil }

  /// Opens `path` for appending, making it where it is not there.
  ///
  /// - Throws: `FileError`.
  init(path: String) throws { file = try AppendingFile(path: path) }

  /// Appends one line.
  func append(_ line: String) {
    // People read both, and the line may quote anything.
    let shown = TextWidth.display(line)
    if file == nil { return Destination.remark(raw: shown + "\n") }
    file?.append(Array((shown + "\n").utf8))
  }
}

/// Puts log messages into the explorer's log.
struct LogInboxHandler: LogHandler {
  let inbox: LogInbox
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  init(inbox: LogInbox, level: Logger.Level) {
    self.inbox = inbox
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) { inbox.add(event.text(with: metadata), level: "\(event.level)") }
}

extension LogEvent {
  /// The message with its metadata and that of its logger, as `message key=value`.
  fileprivate func text(with own: Logger.Metadata) -> String {
    let merged = own.merging(metadata ?? [:]) { _, new in new }
    return "\(message)" + merged.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
  }
}

/// Formats log messages as `time level label: message key=value` lines of a file.
struct LogFileHandler: LogHandler {
  let label: String
  let level: Logger.Level
  let file: LogFile
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level

  init(label: String, level: Logger.Level, file: LogFile) {
    self.label = label
    self.level = level
    self.file = file
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    file.append("\(Date.now.ISO8601Format()) \(event.level) \(label): \(event.text(with: metadata))")
  }
}
