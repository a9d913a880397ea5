import Foundation
import Synchronization

/// Values on their way from any thread to one that sleeps in `poll`.
///
/// `post` never waits. While values lie in the mailbox its descriptor `wakeUp` is readable; `drain` takes them all.
public final class Mailbox<Value: Sendable>: Sendable {
  /// The descriptor to poll for reading.
  public let wakeUp: Int32

  private let bell: Int32
  private let values = Mutex<[Value]>([])

  /// An empty mailbox.
  ///
  /// - Throws: `ThreadingError.noPipe` when the system has no descriptors left.
  public init() throws(ThreadingError) {
    var ends: [Int32] = [-1, -1]
    // Safe: `pipe` writes two descriptors into an array of two.
    guard unsafe pipe(&ends) == 0 else { throw .noPipe(code: errno) }
    wakeUp = ends[0]
    bell = ends[1]
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
  }

  deinit {
    close(wakeUp)
    close(bell)
  }

  /// Puts `value` into the mailbox; callable from any thread.
  public func post(_ value: Value) {
    let isFirst = values.withLock { values in
      values.append(value)
      return values.count == 1
    }
    guard isFirst else { return }
    var byte: UInt8 = 1
    // Safe: one byte is written from a variable of one byte. A full pipe refuses it, and is readable already.
    _ = unsafe write(bell, &byte, 1)
  }

  /// Sleeps until there is a value, or a signal comes.
  public func wait() {
    var descriptor = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
    // Safe: one descriptor is polled, that of a variable.
    _ = unsafe poll(&descriptor, 1, -1)
  }

  /// Takes all values out, in the order they were posted.
  public func drain() -> [Value] {
    var bytes = [UInt8](repeating: 0, count: 64)
    // The pipe is emptied first: a value posted in between leaves at worst one wake-up too many, never one too few.
    // Safe: at most `bytes.count` bytes are read into `bytes`.
    while unsafe read(wakeUp, &bytes, bytes.count) > 0 {}
    return values.withLock { values in
      defer { values = [] }
      return values
    }
  }
}

/// What the system refused.
public enum ThreadingError: Error, CustomStringConvertible {
  /// No pipe could be made; `code` is the `errno`.
  case noPipe(code: Int32)

  /// One sentence: what, and what to do.
  public var description: String {
    switch self {
    case .noPipe(let code):
      "the system gave no pipe to wake the screen with (error \(code)); close other programs, or raise `ulimit -n`"
    }
  }
}
