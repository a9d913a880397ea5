/// A picture among the requests of a call that cannot be read.
public struct ImageFailure: Error, CustomStringConvertible {
  /// The index of the request in its call.
  public let request: Int
  /// What is wrong with the picture: a `FileError` or an `ImageError`.
  public let reason: any Error

  /// A failure of the request of index `request`.
  public init(request: Int, reason: any Error) {
    self.request = request
    self.reason = reason
  }

  /// The sentence of the reason.
  public var description: String { "\(reason)" }
}
