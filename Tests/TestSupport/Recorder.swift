import Synchronization

/// Values that callbacks leave behind, from any thread.
public final class Recorder<Value: Sendable>: Sendable {
  private let recorded = Mutex<[Value]>([])

  /// A recorder without values.
  public init() {}

  /// The values, in the order they were recorded.
  public var values: [Value] { recorded.withLock { $0 } }

  /// Records a value.
  public func record(_ value: Value) { recorded.withLock { $0.append(value) } }
}
