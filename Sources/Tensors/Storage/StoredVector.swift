import Synchronization

/// A stored vector that is read when it is first used, and kept as floats from then on: opening a model touches no page
/// of what may never be used.
public final class StoredVector: Sendable {
  private let stored: StoredTensor
  private let read = Mutex<[Float]?>(nil)

  /// The elements of `stored`, whose element type is a weight's.
  public init(_ stored: StoredTensor) { self.stored = stored }

  /// The elements, read if they have not been yet.
  public var values: [Float] {
    read.withLock { read in
      if let read { return read }
      let values = stored.floats()
      read = values
      return values
    }
  }
}
