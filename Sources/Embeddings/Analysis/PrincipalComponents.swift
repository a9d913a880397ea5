/// Vectors on a plane: their projection on the two directions in which they differ most.
///
/// The directions are found by orthogonal iteration in one fixed order of double-precision operations, from a fixed
/// start, without any library: the same vectors give the same bits on every machine and with any number of threads. A
/// direction's sign is free; here its component of the greatest magnitude is positive.
///
/// Source: H. Hotelling, "Analysis of a Complex of Statistical Variables into Principal Components", Journal of
/// Educational Psychology 24 (1933); G. Golub and C. Van Loan, "Matrix Computations", 4th edition, section 8.2.4.
public struct PrincipalComponents: Hashable, Sendable {
  /// The place of each vector along the first direction.
  public let x: [Double]
  /// The place of each vector along the second direction.
  public let y: [Double]
  /// The share of the vectors' whole variance that the first direction has; 0 where all vectors are the same.
  public let shareOfX: Double
  /// The share that the second direction has.
  public let shareOfY: Double

  /// Iterations at most; the directions of well separated variances are found after a few.
  static let iterationLimit = 100
  /// How little a direction may still turn for the iteration to end.
  static let tolerance = 1e-9

  /// The two components of `vectors` cut to `dimensions` and normalized again.
  ///
  /// - Complexity: O(vectors · dimensions) for each iteration.
  public init(_ vectors: VectorTable, dimensions: Int) {
    let centered = CenteredVectors(vectors, dimensions: dimensions)
    var directions = [0, 1].map { seed in
      // Multiples of the golden ratio: a start that is orthogonal to nothing in particular.
      (0..<dimensions).map { index in
        let place = Double((seed + 1) * (index + 1)) * 0.618_033_988_749_894_9
        return place - place.rounded(.down) - 0.5
      }
    }
    makeOrthonormal(&directions)
    for _ in 0..<Self.iterationLimit {
      let previous = directions
      directions = centered.covariance(times: directions)
      makeOrthonormal(&directions)
      if zip(previous, directions).allSatisfy({ 1 - abs(dot($0, $1)) < Self.tolerance }) { break }
      // Nobody waits for the answer any more.
      if Task.isCancelled { break }
    }
    let projections = directions.map { centered.times($0) }
    let (first, second) = rotated(projections, directions)
    x = first
    y = second
    let total = centered.squareSum
    shareOfX = total > 0 ? dot(first, first) / total : 0
    shareOfY = total > 0 ? dot(second, second) / total : 0
  }
}

/// Vectors minus their mean, all of unit length before; components beyond the last are 0.
private struct CenteredVectors {
  /// Eight components are added side by side, always in the same order.
  private typealias Lanes = SIMD8<Double>

  let rows: Int
  let columns: Int
  private let blocks: Int
  private var values: [Lanes]

  init(_ vectors: VectorTable, dimensions: Int) {
    rows = vectors.count
    columns = dimensions
    blocks = (dimensions + Lanes.scalarCount - 1) / Lanes.scalarCount
    let prefixes = vectors.unitPrefixes(dimensions)
    var values: [Lanes] = []
    values.reserveCapacity(rows * blocks)
    for row in 0..<rows { values += Self.lanes(prefixes[row * dimensions..<(row + 1) * dimensions]) }
    var mean = [Lanes](repeating: .zero, count: blocks)
    for row in 0..<rows {
      for block in 0..<blocks { mean[block] += values[row * blocks + block] }
    }
    for row in 0..<rows {
      for block in 0..<blocks { values[row * blocks + block] -= mean[block] / Double(rows) }
    }
    self.values = values
  }

  private static func lanes(_ values: ArraySlice<Double>) -> [Lanes] {
    stride(from: values.startIndex, to: values.endIndex, by: Lanes.scalarCount).map { start in
      var lanes = Lanes.zero
      for lane in 0..<min(Lanes.scalarCount, values.endIndex - start) { lanes[lane] = values[start + lane] }
      return lanes
    }
  }

  private static func total(_ lanes: Lanes) -> Double { lanes.indices.reduce(0) { $0 + lanes[$1] } }

  /// The sum of all squares: the whole variance.
  var squareSum: Double { Self.total(values.reduce(Lanes.zero) { $0 + $1 * $1 }) }

  /// The inner product of each row with `direction` [rows].
  func times(_ direction: [Double]) -> [Double] {
    let direction = Self.lanes(direction[...])
    return (0..<rows).map { row in
      var sum = Lanes.zero
      for block in 0..<blocks { sum += values[row * blocks + block] * direction[block] }
      return Self.total(sum)
    }
  }

  /// The sum of all rows, each times its inner product with a direction, for each of `directions` [columns]: every row
  /// is read once.
  func covariance(times directions: [[Double]]) -> [[Double]] {
    let directions = directions.map { Self.lanes($0[...]) }
    var results = directions.map { _ in [Lanes](repeating: .zero, count: blocks) }
    for row in 0..<rows {
      let start = row * blocks
      for index in directions.indices {
        var sum = Lanes.zero
        for block in 0..<blocks { sum += values[start + block] * directions[index][block] }
        let weight = Self.total(sum)
        for block in 0..<blocks { results[index][block] += weight * values[start + block] }
      }
    }
    return results.map { result in (0..<columns).map { result[$0 / Lanes.scalarCount][$0 % Lanes.scalarCount] } }
  }
}

/// Turns the pair so that the first has the most variance, and fixes the signs.
private func rotated(_ projections: [[Double]], _ directions: [[Double]]) -> ([Double], [Double]) {
  let (a, b, c) = (
    dot(projections[0], projections[0]), dot(projections[0], projections[1]), dot(projections[1], projections[1])
  )
  // The eigenvectors of [a b; b c], the larger eigenvalue first.
  let middle = (a - c) / 2
  let root = (middle * middle + b * b).squareRoot()
  var axis = middle >= 0 ? (middle + root, b) : (b, root - middle)
  let length = (axis.0 * axis.0 + axis.1 * axis.1).squareRoot()
  axis = length > 0 ? (axis.0 / length, axis.1 / length) : (1, 0)
  func turn(_ pair: [[Double]], _ first: Double, _ second: Double) -> [Double] {
    zip(pair[0], pair[1]).map { $0 * first + $1 * second }
  }
  return (
    turn(projections, axis.0, axis.1).map { $0 * sign(of: turn(directions, axis.0, axis.1)) },
    turn(projections, -axis.1, axis.0).map { $0 * sign(of: turn(directions, -axis.1, axis.0)) }
  )
}

/// The sign of the component of the greatest magnitude, the first of equal ones.
private func sign(of direction: [Double]) -> Double {
  var greatest = 0.0
  for component in direction where abs(component) > abs(greatest) { greatest = component }
  return greatest < 0 ? -1 : 1
}

/// Makes both of unit length and the second orthogonal to the first; what vanishes becomes 0.
private func makeOrthonormal(_ pair: inout [[Double]]) {
  pair[0] = unit(pair[0])
  // Twice: a second that was nearly the first loses the rest of it only then.
  for _ in 0..<2 {
    let shared = dot(pair[0], pair[1])
    pair[1] = unit(zip(pair[1], pair[0]).map { $0 - shared * $1 })
  }
}

private func unit(_ vector: [Double]) -> [Double] {
  let length = dot(vector, vector).squareRoot()
  return length > 1e-150 ? vector.map { $0 / length } : vector.map { _ in 0 }
}

private func dot(_ first: [Double], _ second: [Double]) -> Double {
  var sum = 0.0
  for index in first.indices { sum += first[index] * second[index] }
  return sum
}
