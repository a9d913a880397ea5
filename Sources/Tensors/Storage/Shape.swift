/// The extent of each axis of a tensor, slowest first; `[]` is a scalar.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extents, none negative.
  public let extents: [Int]

  /// A shape of the given extents.
  public init(_ extents: [Int]) { self.extents = extents }

  /// A shape written as `[rows, columns]`.
  public init(arrayLiteral extents: Int...) { self.extents = extents }

  /// The number of axes.
  public var rank: Int { extents.count }

  /// The number of elements; `nil` if the product does not fit in `Int`.
  public var elementCount: Int? {
    var product = 1
    for extent in extents {
      let (value, overflow) = product.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      product = value
    }
    return product
  }

  /// The shape as it is written in error messages: `[2048, 256]`.
  public var description: String { "[" + extents.map(String.init).joined(separator: ", ") + "]" }
}
