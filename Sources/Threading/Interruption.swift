import Dispatch

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Calls a closure when the process is interrupted (SIGINT) or asked to end (SIGTERM), instead of ending it.
///
/// For programs that own no terminal; one that does has its own signals. A second signal ends the process at once.
public final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// Watches from now on; `onSignal` runs on a background queue, once.
  public init(onSignal: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number)
      source.setEventHandler {
        signal(number, SIG_DFL)
        onSignal()
      }
      source.resume()
      return source
    }
  }

  /// Stops watching; signals have their default action again.
  public func stop() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_DFL)
    }
  }
}
