#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The streams that every process begins with.
public enum StandardStream: Int32, Sendable {
  case input = 0
  case output
  case error

  /// What messages call it.
  public var name: String {
    switch self {
    case .input: "standard input"
    case .output: "standard output"
    case .error: "standard error"
    }
  }

  /// Whether it is a terminal.
  public var isTerminal: Bool { isatty(rawValue) != 0 }

  /// Writes `bytes` if they are taken at once; what fails is not told.
  public func offer(_ bytes: [UInt8]) {
    var record = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
    // Safe: one record is given, that of the variable.
    guard unsafe poll(&record, 1, 0) > 0, let file = try? FileDescriptor(duplicating: rawValue) else { return }
    file.writeWithoutWaiting(bytes)
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `FileError`: `nobodyReads` where the reader of a pipe has gone, `cancelled` where the task is cancelled
  ///   while nobody reads.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    do { try FileDescriptor(duplicating: rawValue).write(bytes) } catch {
      throw error.code == EPIPE ? .nobodyReads(path: name) : FileError(stream: error.code, name: name)
    }
  }
}
