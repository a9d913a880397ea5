/// What vectors that somebody else made are beside those of a model, for the same items: the same, or made in another
/// way, which is then found out.
///
/// First the vectors are compared with those of the way that is stated. Of rows that differ, the caller tries further ways
/// with ``tried(_:rows:vectors:)``; ``findings(sample:)`` tells what explains the rows that are left.
public struct Verification: Sendable {
  /// What explains a row.
  public enum Explanation: Hashable, Sendable {
    /// It was made as stated.
    case stated
    /// It was made in this way.
    case made(Hypothesis)
    /// It is the vector of another item, by row.
    case ofItem(Int)
  }

  /// The vectors as they were read, row by row.
  public let theirs: [[Float]]
  /// Whether each row's item is a picture.
  public let arePictures: [Bool]
  /// The cosine similarity of each row with the model's vector, cut to as many components; `nil` where there is none.
  public let cosines: [Double?]
  /// The highest cosine similarity of each row under any of the ways that were tried.
  public private(set) var bestCosines: [Double?]
  /// What their components can be.
  public let format: NumberFormat
  /// The components of their vectors, by the first of them.
  public let dimensions: Int
  /// What differs from 1 by no more than this is the same.
  public let tolerance: Double

  /// The model's vectors as stated, by row, at full dimension.
  let ours: [SingleVector]
  /// The model's vectors in the other ways, of the rows that were tried.
  private(set) var others: [(hypothesis: Hypothesis, vectors: [Int: SingleVector])] = []

  /// Two signs in a thousand change by rounding alone.
  private static let signTolerance = 0.01

  /// Compares `theirs` with `ours`, the model's vectors of the same items at full dimension, made as is stated.
  public init(theirs: [[Float]], ours: [SingleVector], arePictures: [Bool], tolerance: Double) {
    precondition(theirs.count == ours.count && theirs.count == arePictures.count, "a vector and a kind for each row")
    format = NumberFormat(of: theirs.joined())
    dimensions = theirs.first?.count ?? 0
    self.tolerance = format == .binary ? max(tolerance, Self.signTolerance) : tolerance
    self.theirs = theirs
    self.ours = ours
    self.arePictures = arePictures
    cosines = theirs.indices.map { [format, dimensions] in
      theirs[$0].count == dimensions ? Self.cosine(theirs[$0], ours[$0], format) : nil
    }
    bestCosines = cosines
  }

  /// Rows that are not as stated.
  public var unexplained: [Int] { theirs.indices.filter { !isSame(cosines[$0]) } }

  /// Compares rows with the model's vectors in another way.
  public mutating func tried(_ hypothesis: Hypothesis, rows: [Int], vectors: [SingleVector]) {
    var known: [Int: SingleVector] = [:]
    for (row, vector) in zip(rows, vectors) {
      known[row] = vector
      guard let cosine = cosine(row, vector) else { continue }
      bestCosines[row] = max(bestCosines[row] ?? -1, cosine)
    }
    others.append((hypothesis, known))
  }

  /// What explains each of `rows`: the way that explains most of them first, then that which explains most of the rest,
  /// and so on; then the vector of another item.
  ///
  /// - Complexity: O(rows · items · dimensions) for each of the ways.
  public func explanations(of rows: [Int]) -> [Int: Explanation] {
    var explanations: [Int: Explanation] = [:]
    var left = rows.filter { row in
      if isSame(cosines[row]) { explanations[row] = .stated }
      return explanations[row] == nil
    }
    while true {
      let explained = others.map { hypothesis, vectors in
        (hypothesis, left.filter { row in vectors[row].map { isSame(cosine(row, $0)) } ?? false })
      }
      guard let best = explained.max(by: { $0.1.count < $1.1.count }), !best.1.isEmpty else { break }
      for row in best.1 { explanations[row] = .made(best.0) }
      left.removeAll { explanations[$0] != nil }
    }
    for row in left {
      let asStated = ours.indices.first { $0 != row && isSame(cosine(row, ours[$0])) }
      let other =
        asStated
        ?? others.lazy.compactMap { _, vectors in
          vectors.keys.sorted().first { $0 != row && isSame(vectors[$0].flatMap { cosine(row, $0) }) }
        }.first
      if let other { explanations[row] = .ofItem(other) }
    }
    return explanations
  }

  /// Whether a similarity is that of the same vector.
  func isSame(_ cosine: Double?) -> Bool { cosine.map { $0 >= 1 - tolerance } ?? false }

  /// The cosine similarity of a row with a vector of the model.
  func cosine(_ row: Int, _ vector: SingleVector) -> Double? {
    theirs[row].count == dimensions ? Self.cosine(theirs[row], vector, format) : nil
  }

  private static func cosine(_ theirs: [Float], _ ours: SingleVector, _ format: NumberFormat) -> Double? {
    guard !theirs.isEmpty, theirs.count <= ours.dimensions else { return nil }
    let isBinary = format == .binary
    var dot = 0.0
    var (left, right) = (0.0, 0.0)
    for (theirs, ours) in zip(theirs, ours.values) {
      let a = isBinary ? (theirs > 0 ? 1 : -1) : Double(theirs)
      let b = isBinary ? (ours > 0 ? 1 : -1) : Double(ours)
      dot += a * b
      left += a * a
      right += b * b
    }
    let norms = (left * right).squareRoot()
    return norms > 0 && norms.isFinite ? dot / norms : nil
  }
}
