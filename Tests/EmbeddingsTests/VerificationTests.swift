import Embeddings
import TestSupport
import Testing

struct VerificationTests {
  private static let dimensions = 96
  private static let task = EmbeddingTask("retrieval")

  /// Vectors as a model might give them: of unit length, and with directions of their own.
  private static func vectors(_ seed: UInt64, count: Int = 20) -> [SingleVector] {
    var generator = SplitMix(state: seed)
    return (0..<count).map { _ in
      SingleVector((0..<dimensions).map { _ in generator.unit() + generator.unit() - 1 }).truncated(to: dimensions)
    }
  }

  /// What is found of vectors; another way gives the vectors of seed 2.
  private func findings(
    _ theirs: [[Float]], tolerance: Double = 1e-3, arePictures: Bool = false
  ) -> [Verification.Finding] {
    let count = theirs.count
    var verification = Verification(
      theirs: theirs, ours: Self.vectors(1, count: count), arePictures: [Bool](repeating: arePictures, count: count),
      tolerance: tolerance)
    let sample = verification.unexplained
    if !sample.isEmpty {
      let others = Self.vectors(2, count: count)
      verification.tried(Self.other, rows: sample, vectors: sample.map { others[$0] })
    }
    return verification.findings(sample: sample, offered: [32, 64, 96])
  }

  private static let other = Hypothesis(task: task, role: .query)

  @Test func theSameVectorsAreTheSame() {
    #expect(findings(Self.vectors(1).map(\.values)).isEmpty)
  }

  @Test func anotherWayIsNamed() {
    #expect(findings(Self.vectors(2).map(\.values)) == [.made(Self.other, count: 20)])
    // Of some rows, as where only long texts were cut.
    let mixed = Self.vectors(1).prefix(15) + Self.vectors(2).suffix(5)
    #expect(findings(mixed.map(\.values)) == [.made(Self.other, count: 5)])
  }

  @Test func lengthsAreTold() {
    let long = Self.vectors(1).map { vector in vector.values.map { $0 * 3 } }
    #expect(findings(long) == [.notNormalized(count: 20, norms: norms(long))])
    #expect(norms(long).contains(3))
  }

  @Test func truncationIsTold() {
    let cut = Self.vectors(1).map { $0.truncated(to: 64).values }
    #expect(findings(cut) == [.truncated(to: 64, of: 96, isOffered: true)])
    let odd = Self.vectors(1).map { $0.truncated(to: 50).values }
    #expect(findings(odd) == [.truncated(to: 50, of: 96, isOffered: false)])
    let left = Self.vectors(1).map { Array($0.values.prefix(64)) }
    #expect(findings(left) == [.truncated(to: 64, of: 96, isOffered: true), .notNormalizedAgain])
    let longer = Self.vectors(1).map { $0.values + [0.1] }
    #expect(findings(longer) == [.tooLong(97, of: 96), .notNormalized(count: 20, norms: norms(longer))])
  }

  private func norms(_ rows: [[Float]]) -> ClosedRange<Double> {
    let norms = rows.map { SingleVector($0).norm }
    return (norms.min() ?? 0)...(norms.max() ?? 0)
  }

  @Test func narrowNumbersAreTold() {
    func rounded(_ bits: UInt32) -> [[Float]] {
      Self.vectors(1).map {
        $0.values.map { Float(bitPattern: ($0.bitPattern + 1 << (bits - 1)) & ~(1 << bits - 1)) }
      }
    }
    #expect(findings(rounded(16), tolerance: 1e-4) == [.format(.bfloat16)])
    // Below 2⁻¹⁴ half precision has fewer bits; these vectors are away from it, or zero.
    let half = rounded(13).map { $0.map { abs($0) < 0x1p-14 ? 0 : $0 } }
    #expect(findings(half) == [.format(.float16)])
    let bytes = Self.vectors(1).map { $0.values.map { ($0 * 300).rounded() } }
    #expect(findings(bytes) == [.format(.int8)])
    let bits = Self.vectors(1).map { $0.values.map { $0 > 0 ? Float(1) : 0 } }
    #expect(findings(bits) == [.format(.binary)])
    #expect(NumberFormat(of: [0.1, 0.2]) == .float32)
  }

  @Test func shuffledRowsAreTold() {
    var rows = Self.vectors(1).map(\.values)
    rows.swapAt(3, 7)
    #expect(findings(rows) == [.ofOtherItems(count: 2, row: 3, item: 7)])
    // In another way as well.
    let others = Self.vectors(2).map(\.values)
    #expect(findings(others.reversed()) == [.ofOtherItems(count: 20, row: 0, item: 19)])
  }

  @Test(arguments: [1, 5, 20]) func reorderedComponentsAreTold(_ count: Int) {
    let reversed = Self.vectors(1, count: count).map { Array($0.values.reversed()) }
    #expect(findings(reversed) == [.reordered])
    var order = Array(0..<Self.dimensions)
    var generator = SplitMix(state: 5)
    order.shuffle(using: &generator)
    let shuffled = Self.vectors(2, count: count).map { vector in order.map { vector.values[$0] } }
    #expect(findings(shuffled) == [.reordered])
  }

  @Test func rescaledComponentsAreTold() {
    let standardized = Self.vectors(1).map { vector in
      SingleVector(vector.values.enumerated().map { $1 * Float(1 + $0 % 7) + 0.02 * Float($0 % 5) })
        .truncated(to: Self.dimensions).values
    }
    #expect(findings(standardized) == [.rescaled])
  }

  @Test func oneVectorForAllIsTold() {
    let one = [[Float]](repeating: Self.vectors(9)[0].values, count: 20)
    #expect(findings(one, arePictures: true).first == .allTheSame(arePictures: true, count: 20))
    #expect(findings(one).first == .allTheSame(arePictures: false, count: 20))
  }

  /// How far the similarities of vectors agree that nothing explains.
  private func agreement(_ theirs: [[Float]]) -> Double? {
    let findings = findings(theirs)
    guard findings.count == 1, case .unexplained(theirs.count, false, let agreement) = findings[0] else { return nil }
    return agreement
  }

  @Test func otherModelsAreTold() throws {
    let agreement = try #require(self.agreement(Self.vectors(77).map(\.values)))
    #expect(abs(agreement) < 0.3)
    // The same model with noise, as with other weights or a coarse format.
    let noisy = zip(Self.vectors(1), Self.vectors(8)).map { vector, noise in
      SingleVector(zip(vector.values, noise.values).map { $0 + 0.1 * $1 }).truncated(to: Self.dimensions).values
    }
    let close = try #require(self.agreement(noisy))
    #expect(close > 0.9)
  }

  @Test func whatIsNoVectorIsTold() {
    var rows = Self.vectors(1).map(\.values)
    rows[4] = [Float](repeating: 0, count: Self.dimensions)
    rows[6][1] = .nan
    #expect(findings(rows) == [.noVector(count: 2, first: 4)])
    rows = Self.vectors(1).map(\.values)
    rows[2].removeLast()
    #expect(findings(rows) == [.ofSeveralLengths(count: 1)])
  }
}
