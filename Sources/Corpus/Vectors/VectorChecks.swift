internal import Embeddings

/// What is wrong with a vector that was read.
public enum VectorFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// A component, counted from 0, is no finite number.
  case notFinite(component: Int)
  /// All components are zero: it has no direction.
  case zero
  /// It has another number of components than the first vector of the collection.
  case dimensions(Int, expected: Int)
  /// It has more components than a vector may, or none.
  case length(Int)

  /// What is wrong, as the end of a sentence.
  public var description: String {
    switch self {
    case .notFinite(let component): "component \(component) is no finite number"
    case .zero: "all components are zero"
    case .dimensions(let found, let expected):
      "it has \(found) components, and the first vector of the collection has \(expected)"
    case .length(let count): "it has \(count) components; 1…\(VectorChecks.mostDimensions) are read"
    }
  }
}

/// Looks at the vectors of a collection as they are read: what is none is refused, and what is odd is told at the end.
struct VectorChecks {
  /// The most components of a vector.
  static let mostDimensions = 65_536
  /// How far a length may be from 1 to count as 1: half precision of 4096 components keeps it closer.
  static let tolerance = 2e-3

  /// The components of the first vector; `nil` before it.
  private(set) var dimensions: Int?
  private var count = 0
  private var offUnit = 0
  private var norms = (least: Double.infinity, greatest: 0.0)
  private var first: [Float] = []
  private var areAllTheSame = true

  /// The vector of these components, brought to unit length.
  ///
  /// - Throws: what is wrong with it.
  mutating func vector(_ values: [Float]) throws(VectorFault) -> SingleVector {
    guard (1...Self.mostDimensions).contains(values.count) else { throw .length(values.count) }
    if let dimensions, dimensions != values.count { throw .dimensions(values.count, expected: dimensions) }
    if let component = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(component: component) }
    let norm = SingleVector(values).norm
    guard norm > 0 else { throw .zero }
    dimensions = values.count
    let vector = abs(norm - 1) <= 1e-6 ? SingleVector(values) : SingleVector(values.map { Float(Double($0) / norm) })
    if abs(norm - 1) > Self.tolerance { offUnit += 1 }
    norms = (min(norms.least, norm), max(norms.greatest, norm))
    if count == 0 { first = vector.values } else if areAllTheSame { areAllTheSame = vector.values == first }
    count += 1
    return vector
  }

  /// What is odd about the vectors, a sentence without its final full stop each.
  var remarks: [String] {
    var remarks: [String] = []
    if offUnit > 0 {
      let lengths = "\(Self.short(norms.least)) to \(Self.short(norms.greatest))"
      remarks.append(
        "\(offUnit) of \(count) vectors are not of unit length (lengths \(lengths)); they were brought to it")
    }
    if count > 1 && areAllTheSame { remarks.append("all \(count) vectors are the same: every similarity is 1") }
    return remarks
  }

  private static func short(_ number: Double) -> String {
    let rounded = (number * 1000).rounded() / 1000
    return rounded > 0 && rounded < 1e9 ? "\(rounded)" : "\(Float(number))"
  }
}
