#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The lines of a file, a pipe or standard input, one at a time: no more than a line is in memory.
public struct LineReader: ~Copyable {
  /// What errors call the source.
  public let name: String
  /// The number of the line that was read last, from 1.
  public private(set) var number = 0

  /// `nil` where all bytes are in `buffer` already.
  private let file: FileDescriptor?
  private let lineLimit: Int
  private let limit: Int
  private var buffer: [UInt8]
  /// Where the next line begins in `buffer`.
  private var start = 0
  private var byteCount = 0
  private var isAtEnd = false

  /// The lines of a file; of a pipe or a device too where those will do.
  ///
  /// - Throws: `FileError`.
  public init(
    path: String, acceptsStreams: Bool = false, lineLimit: Int = ReadingLimit.line, limit: Int = ReadingLimit.lines
  ) throws(FileError) {
    self.init(
      try .reading(path, acceptsStreams: acceptsStreams), name: path, lineLimit: lineLimit, limit: limit)
  }

  /// The lines of standard input.
  ///
  /// - Throws: `FileError`.
  public static func standardInput(
    lineLimit: Int = ReadingLimit.line, limit: Int = ReadingLimit.lines
  ) throws(FileError) -> LineReader {
    let name = StandardStream.input.name
    do {
      return LineReader(
        try FileDescriptor(duplicating: STDIN_FILENO), name: name, lineLimit: lineLimit, limit: limit)
    } catch { throw FileError(error.code, .read, path: name) }
  }

  /// The lines of bytes that are there already.
  public init(_ bytes: [UInt8], name: String = StandardStream.input.name, lineLimit: Int = ReadingLimit.line) {
    self.init(nil, name: name, lineLimit: lineLimit, limit: .max, buffer: bytes)
    isAtEnd = true
  }

  private init(
    _ file: consuming FileDescriptor?, name: String, lineLimit: Int, limit: Int, buffer: [UInt8] = []
  ) {
    self.name = name
    self.file = file
    self.lineLimit = lineLimit
    self.limit = limit
    self.buffer = buffer
  }

  /// The next line without its end, `\n`; `nil` after the last one.
  ///
  /// - Throws: `FileError`, `lineTooLong` and `tooLarge` beyond the limits, `cancelled` where the task is cancelled.
  public mutating func next() throws(FileError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        guard end - start <= lineLimit else { throw .lineTooLong(path: name, line: number + 1, limit: lineLimit) }
        defer { start = end + 1 }
        number += 1
        return buffer[start..<end]
      }
      guard buffer.count - start <= lineLimit else {
        throw .lineTooLong(path: name, line: number + 1, limit: lineLimit)
      }
      searched = buffer.count - start
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        number += 1
        return buffer[start...]
      }
      try readMore()
    }
  }

  /// Reads on; what has been handed out is forgotten.
  private mutating func readMore() throws(FileError) {
    buffer.removeSubrange(..<start)
    start = 0
    let more: [UInt8]
    do { more = try file?.readWhenReady(1 << 16) ?? [] } catch { throw FileError(error.code, .read, path: name) }
    isAtEnd = more.isEmpty
    byteCount += more.count
    guard byteCount <= limit else { throw .tooLarge(path: name, limit: limit) }
    buffer += more
  }
}
