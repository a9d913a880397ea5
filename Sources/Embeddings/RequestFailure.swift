/// One of the requests of a call cannot be embedded: its picture cannot be read, or its vector is no vector.
public struct RequestFailure: Error, CustomStringConvertible {
  /// The index of the request in its call.
  public let request: Int
  /// What is wrong with it.
  public let reason: any Error

  /// A failure of the request of index `request`.
  public init(request: Int, reason: any Error) {
    self.request = request
    self.reason = reason
  }

  /// The sentence of the reason.
  public var description: String { "\(reason)" }
}
