/// What can be said of many similarities together, gathered one after the other.
public struct ValueStatistics: Hashable, Sendable {
  /// How many there are.
  public private(set) var count = 0
  /// The smallest and the largest; `nil` of none.
  public private(set) var range: ClosedRange<Float>?

  private var sum = 0.0
  private var squares = 0.0

  /// Of no values yet.
  public init() {}

  /// Takes a value in; one that is no number is passed over.
  public mutating func add(_ value: Float) {
    if value.isNaN { return }
    count += 1
    sum += Double(value)
    squares += Double(value) * Double(value)
    range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
  }

  /// The mean; `nil` of none.
  public var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// The standard deviation, of the values as the whole population; `nil` of none.
  public var standardDeviation: Double? {
    mean.map { max(0, squares / Double(count) - $0 * $0).squareRoot() }
  }
}
