import Dispatch
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Calls a closure when the process is interrupted (SIGINT) or asked to end (SIGTERM), instead of ending it.
///
/// For programs that own no terminal; one that does has its own signals. A second signal ends the process at once. One
/// value after the other may watch. Dispatch's own sources of signals are not used: on Linux, one that is made after
/// another has been cancelled is told of nothing.
public final class Interruption {
  private let source: (any DispatchSourceRead)?

  private static let signals = [SIGINT, SIGTERM]

  /// Watches from now on; `onSignal` runs on a background queue, once for each signal. Where the system gives no pipe,
  /// signals keep their default action.
  public init(onSignal: @escaping @Sendable () -> Void) {
    var ends: [Int32] = [-1, -1]
    // Safe: `pipe` writes two descriptors into an array of two.
    guard unsafe pipe(&ends) == 0 else {
      source = nil
      return
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (reading, writing) = (ends[0], ends[1])
    let source = DispatchSource.makeReadSource(fileDescriptor: reading)
    source.setEventHandler {
      var byte: UInt8 = 0
      // Safe: one byte is read into a variable of one byte.
      if unsafe read(reading, &byte, 1) == 1 { onSignal() }
    }
    source.setCancelHandler {
      // Whoever watches by now is left alone.
      _ = bell.compareExchange(expected: writing, desired: -1, ordering: .acquiringAndReleasing)
      close(reading)
      close(writing)
    }
    source.resume()
    self.source = source
    bell.store(writing, ordering: .releasing)
    for number in Self.signals { signal(number, ring) }
  }

  /// Stops watching; signals have their default action again.
  public func stop() {
    for number in Self.signals { signal(number, SIG_DFL) }
    source?.cancel()
  }
}

/// Where the handler writes: it can reach nothing but what the whole process has, as its signals are.
private let bell = Atomic<Int32>(-1)

/// The handler: what may be done in one is no more than this.
private func ring(_ number: Int32) {
  signal(number, SIG_DFL)
  let error = errno
  var byte: UInt8 = 1
  // Safe: one byte is written from a variable of one byte.
  _ = unsafe write(bell.load(ordering: .acquiring), &byte, 1)
  errno = error
}
