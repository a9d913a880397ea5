import Foundation

/// Runs what blocks on a thread of its own, as the program does on its main thread: it must not take one of those that the
/// tasks it waits for need, of which there are as many as cores.
public func onOwnThread<Value>(_ body: @escaping @Sendable () throws -> sending Value) async throws -> sending Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}
