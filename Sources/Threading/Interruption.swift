internal import CProcess
import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Calls a closure when the process is asked to end, instead of ending it: by SIGINT (Ctrl-C), SIGTERM, SIGHUP or
/// SIGQUIT.
///
/// For programs that own no terminal; one that does has its own signals. The work then has three seconds to come to an
/// end; another signal, half a second later or more, ends the process at once. One value after the other may watch.
/// Dispatch's own sources of signals are not used: on Linux, one that is made after another has been cancelled is told
/// of nothing.
public final class Interruption {
  /// What is watched for.
  public enum Wish: Sendable {
    /// That the process ends.
    case end
    /// That what it is doing ends (SIGINT), for however long that takes; other signals end the process at once.
    case interrupt
  }

  private let source: (any DispatchSourceRead)?

  /// Watches from now on; `onSignal` runs on a background queue, once. Where the system gives no pipe, signals end the
  /// process at once.
  public init(_ wish: Wish = .end, onSignal: @escaping @Sendable () -> Void) {
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
      process_stop_listening(writing)
      close(reading)
      close(writing)
    }
    source.resume()
    self.source = source
    process_listen(writing, wish == .interrupt)
  }

  /// Stops watching; signals end the process at once.
  public func stop() { source?.cancel() }

  /// The number of the signal that asked the process to end; `nil` where none did.
  public static var endingSignal: Int32? {
    let signal = process_ending_signal()
    return signal == 0 ? nil : signal
  }
}

/// What a program does at its very beginning, before it has threads.
public enum ProcessGuard {
  /// Takes the place of standard streams that are closed, and has every signal that ends the process tidy up first:
  /// unfinished files are removed, the terminal is given back. `name` is what reports of crashes call the program.
  public static func begin(name: String) {
    process_open_streams()
    // Safe: C copies the name.
    unsafe process_guard(name)
  }
}
