import Explorer
import Foundation
import Logging
import Synchronization

/// A file that log lines are appended to, from any thread.
final class LogFile: Sendable {
  private let handle: Mutex<FileHandle>

  /// Opens `path` for appending, making it where it is not there.
  init(path: String) throws {
    if !FileManager.default.fileExists(atPath: path), !FileManager.default.createFile(atPath: path, contents: nil) {
      throw OutputError.cannotWrite(path: path, reason: "it cannot be created")
    }
    guard let handle = FileHandle(forWritingAtPath: path) else {
      throw OutputError.cannotWrite(path: path, reason: "it cannot be opened")
    }
    _ = try handle.seekToEnd()
    self.handle = Mutex(handle)
  }

  /// Appends one line. A log that cannot be written must not end the work it is about, so failures are ignored.
  func append(_ line: String) {
    handle.withLock { handle in try? handle.write(contentsOf: Data((line + "\n").utf8)) }
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
