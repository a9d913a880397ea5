import Foundation
import Testing
import Threading

@testable import Tensors

@Suite struct MatrixMultiplierTests {
  /// scale · x · Wᵀ + bias + old in double precision, and for each element the sum of the magnitudes it is made of,
  /// which the rounding error of any order of summation is measured by.
  private func product(
    _ x: [Float], _ weight: [Float], rows: Int, inner: Int, outer: Int, bias: [Float]? = nil, scale: Double = 1,
    old: [Float]? = nil
  ) -> [(value: Double, magnitude: Double)] {
    (0..<rows * outer).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: outer)
      var (value, magnitude) = (0.0, 0.0)
      for k in 0..<inner {
        let term = scale * Double(x[row * inner + k]) * Double(weight[column * inner + k])
        value += term
        magnitude += abs(term)
      }
      for term in [Double(bias?[column] ?? 0), Double(old?[index] ?? 0)] {
        value += term
        magnitude += abs(term)
      }
      return (value, magnitude)
    }
  }

  /// The largest error in units of the magnitudes.
  private func largestError(_ found: [Float], _ expected: [(value: Double, magnitude: Double)]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { found, expected in
      found.isNaN ? .infinity : abs(Double(found) - expected.value) / expected.magnitude
    }.max() ?? 0
  }

  @Test(arguments: [DType.bfloat16, .float16, .float32], [true, false])
  func productsEqualADoublePrecisionReferenceForOddShapesAndRanges(dtype: DType, packs: Bool) {
    var values = Values(seed: 1)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: .exact)
    // The largest shapes are multiplied in pieces.
    multiplier.rowsAtOnce = 32
    // Some processors split rows into terms, and stack those of up to 8 rows of many elements.
    let shapes = [
      (1, 1, 1), (3, 7, 5), (5, 1201, 80), (8, 33, 129), (8, 515, 70), (9, 515, 64), (17, 300, 257), (40, 64, 3),
      (40, 33, 129), (70, 1201, 80),
    ]
    for (rows, inner, outer) in shapes {
      let weight = ProductWeight(
        StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: dtype), packs: packs)
      for bias in [nil, values.array(outer)] {
        // One row more on either side must neither be read nor written.
        var input = Matrix.poisoned(rows + 2, inner)
        input.copyRows(0..<rows, of: values.matrix(rows, inner), to: 1..<rows + 1)
        var output = Matrix.poisoned(rows + 3, outer)
        multiplier.multiply(
          input, rows: 1..<rows + 1, by: [FusedWeight(weight: weight, bias: bias)], into: &output, rows: 2..<rows + 2)
        let expected = product(
          input.array(rows: 1..<rows + 1), weight.stored.floats(), rows: rows, inner: inner, outer: outer, bias: bias)
        let found = output.array(rows: 2..<rows + 2)
        #expect(largestError(found, expected) < 5e-7, "\(rows) \(inner) \(outer)")
        let surroundings = output.array(rows: 0..<2) + output.array(rows: rows + 2..<rows + 3)
        #expect(areNaN(surroundings))
        #expect(bias != nil || !weight.isPacked)
        // The second product, that with a bias, reads what this packs.
        weight.pack(parallel: multiplier.parallel)
        #expect(weight.isPacked == packs)
      }
    }
  }

  /// Some processors take more than 256 rows in groups, and several panels of long rows at once.
  @Test(arguments: Precision.allCases, [(11, 70, 70), (270, 70, 70), (66, 1040, 456)])
  func fusedProductsLieSideBySideWithTheLowRankUpdatesOfTheirRows(
    precision: Precision, shape: (rows: Int, inner: Int, outer: Int)
  ) {
    var values = Values(seed: 9)
    let (rows, inner, rank) = (shape.rows, shape.inner, 6)
    let outers = [shape.outer, 5]
    // One thread takes more panels at once than two.
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: inner > 1000 ? 1 : 2), precision: precision)
    func weight(_ outer: Int, _ inner: Int) -> ProductWeight {
      ProductWeight(StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: .bfloat16))
    }
    let weights = outers.map { FusedWeight(weight: weight($0, inner), bias: values.array($0)) }
    let updates = [(1..<4, Float(2)), (4..<rows + 9, Float(0.5))].map { rows, scale in
      LowRankProduct(rows: rows, scale: scale, factors: outers.map { (weight(rank, inner), weight($0, rank)) })
    }
    let input = values.matrix(rows + 9, inner)
    let used = 2..<2 + rows
    let expected = weights.enumerated().map { number, fused in
      var expected = product(
        input.array(rows: used), fused.weight.stored.floats(), rows: rows, inner: inner, outer: outers[number],
        bias: fused.bias)
      for update in updates {
        let common = update.rows.clamped(to: used)
        let (down, up) = update.factors[number]
        let reduced = product(
          input.array(rows: common), down.stored.floats(), rows: common.count, inner: inner, outer: rank,
          scale: Double(update.scale))
        let added = product(
          reduced.map { Float($0.value) }, up.stored.floats(), rows: common.count, inner: rank, outer: outers[number])
        for (index, value) in added.enumerated() {
          let place = (common.lowerBound - used.lowerBound) * outers[number] + index
          // The reduced input is a sum itself, whose terms may be larger than it.
          expected[place].value += value.value
          expected[place].magnitude += value.magnitude * 10
        }
      }
      return expected
    }
    // Weights are read where they are stored, then packed, then found packed, and then again by a few rows at a time.
    for rowsAtOnce in [rows, rows, rows, 7] {
      multiplier.rowsAtOnce = rowsAtOnce
      var output = Matrix.poisoned(rows, outers.reduce(0, +))
      multiplier.multiply(input, rows: used, by: weights, updates: updates, into: &output, rows: 0..<rows)
      let found = [output.copy(columns: 0..<outers[0]).array, output.copy(columns: outers[0]..<outers[0] + 5).array]
      for (found, expected) in zip(found, expected) {
        #expect(largestError(found, expected) < (precision == .exact ? 1e-6 : 4e-3))
      }
    }
  }

  @Test func theFirstProductKeepsNothingAndALaterOneOfManyRowsKeepsWhatItPacks() {
    var values = Values(seed: 4)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: .exact)
    let weight = ProductWeight(StoredTensor(values.array(70 * 40), shape: [70, 40], dtype: .bfloat16))
    let input = values.matrix(64, 40)
    var outputs: [[Float]] = []
    #expect(!weight.awaitsPacking)
    for (rows, isPacked) in [(64, false), (63, false), (64, true), (64, true)] {
      var output = Matrix(rows: 64, columns: 70)
      multiplier.multiply(input, rows: 0..<rows, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<rows)
      #expect(weight.isPacked == isPacked && weight.awaitsPacking == !isPacked)
      outputs.append(output.array(rows: 0..<63))
    }
    #expect(outputs.allSatisfy { $0 == outputs[0] })
  }

  /// When weights are packed depends on what else is to be done: the same text must have the same vector before and after.
  @Test(arguments: Precision.allCases, [DType.bfloat16, .float16, .float32])
  func packingChangesNoProductOfAnyRows(precision: Precision, dtype: DType) {
    var values = Values(seed: 6)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: precision)
    for (inner, outer) in [(300, 130), (704, 64)] {
      let input = values.matrix(66, inner)
      let stored = StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: dtype)
      let (packed, mapped) = (ProductWeight(stored), ProductWeight(stored, packs: false))
      packed.pack(parallel: multiplier.parallel)
      for rows in 1...66 {
        let products = [packed, ProductWeight(stored), mapped].map { weight in
          var output = Matrix.poisoned(rows, outer)
          multiplier.multiply(
            input, rows: 0..<rows, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<rows)
          return output.array
        }
        #expect(products.allSatisfy { $0 == products[0] }, "\(rows) rows by \(inner)")
      }
    }
  }

  @Test func weightsOfEightBitsComeCloseWhetherTheirPanelsAreKeptOrNot() {
    var values = Values(seed: 5)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: .fast)
    for (rows, inner, outer) in [(1, 64, 64), (9, 300, 70), (40, 1200, 129)] {
      let weight = ProductWeight(
        StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: .bfloat16), format: .int8)
      let input = values.matrix(rows, inner)
      let exact = product(
        input.array, weight.stored.floats(), rows: rows, inner: inner, outer: outer, bias: nil)
      var outputs: [[Float]] = []
      for _ in 1...2 {
        var output = Matrix.poisoned(rows, outer)
        multiplier.multiply(input, rows: 0..<rows, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<rows)
        outputs.append(output.array)
        weight.pack(parallel: multiplier.parallel)
      }
      #expect(outputs[0] == outputs[1])
      let error = zip(outputs[0], exact).reduce(0) { $0 + (Double($1.0) - $1.1.value) * (Double($1.0) - $1.1.value) }
      let size = exact.reduce(0) { $0 + $1.value * $1.value }
      #expect((error / size).squareRoot() < 0.01 && error > 0)
    }
  }

  @Test(
    arguments: [(Precision.exact, WeightFormat.stored), (.fast, .stored), (.fast, .int8)],
    [(3, 40, 71), (70, 300, 330), (300, 64, 201), (5, 1300, 70), (70, 700, 65)])
  func gatedProductsAreThoseOfSiLUOfTheGateTimesUp(
    how: (precision: Precision, format: WeightFormat), shape: (rows: Int, inner: Int, between: Int)
  ) {
    var values = Values(seed: 12)
    let (rows, inner, between) = shape
    let (rank, outer) = (5, 66)
    func fused(_ outer: Int, _ inner: Int) -> FusedWeight {
      let weight = StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: .bfloat16)
      return FusedWeight(weight: ProductWeight(weight, format: how.format), bias: values.array(outer))
    }
    func update(_ weights: [FusedWeight]) -> LowRankProduct {
      LowRankProduct(
        rows: 1..<2 + rows / 2, scale: 0.5,
        factors: weights.map { (fused(rank, $0.weight.inputs).weight, fused($0.weight.outputs, rank).weight) })
    }
    let gateAndUp = [fused(between, inner), fused(between, inner)]
    let down = fused(outer, between)
    let updates = (first: [update(gateAndUp)], second: [update([down])])
    let input = values.matrix(rows + 1, inner)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: how.precision)
    // Weights are read where they are stored, then packed.
    for _ in 1...2 {
      var halves = Matrix(rows: rows + 1, columns: 2 * between)
      multiplier.multiply(
        input, rows: 0..<rows + 1, by: gateAndUp, updates: updates.first, into: &halves, rows: 0..<rows + 1)
      let gated = halves.copy(columns: 0..<between).array.enumerated().map { index, gate in
        let up = Double(halves[index / between, between + index % between])
        return Float(Double(gate) / (1 + exp(-Double(gate))) * up)
      }
      var expected = Matrix(rows: rows, columns: outer)
      multiplier.multiply(
        Matrix(rows: rows + 1, columns: between, values: gated), rows: 1..<rows + 1, by: [down],
        updates: updates.second, into: &expected, rows: 0..<rows)
      // One row more on either side must not be written.
      var output = Matrix.poisoned(rows + 2, outer)
      multiplier.multiplyGated(
        input, rows: 1..<rows + 1, by: gateAndUp, updates: updates.first, then: down, updates: updates.second,
        into: &output, rows: 1..<rows + 1)
      let scale = Double(expected.array.map(abs).max() ?? 0)
      let error = largestError(
        output.array(rows: 1..<rows + 1), expected.array.map { (value: Double($0), magnitude: scale) })
      // Where the second product rounds, a value may just be rounded to the other side.
      #expect(error < (how.precision == .exact ? 1e-6 : 5e-3))
      let surroundings = output.array(rows: 0..<1) + output.array(rows: rows + 1..<rows + 2)
      #expect(areNaN(surroundings))
      for fused in gateAndUp + [down] { fused.weight.pack(parallel: multiplier.parallel) }
    }
  }

  @Test func gatesFarFromZeroLetAllOrNothingThrough() {
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 1), precision: .exact)
    let gates: [Float] = [-1000, 1000, -100, 100]
    func weight(_ values: [Float], _ shape: Shape) -> FusedWeight {
      FusedWeight(weight: ProductWeight(StoredTensor(values, shape: shape)))
    }
    var output = Matrix(rows: 1, columns: 4)
    let identity = (0..<16).map { Float($0 % 5 == 0 ? 1 : 0) }
    multiplier.multiplyGated(
      Matrix(rows: 1, columns: 1, values: [1]), rows: 0..<1,
      by: [weight(gates, [4, 1]), weight([1, 1, 1, 1], [4, 1])], then: weight(identity, [4, 4]), into: &output,
      rows: 0..<1)
    #expect(output.array == gates.map { max(0, $0) })
  }

  @Test func aProductOfNoRowsLeavesTheOutputAlone() {
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 1), precision: .exact)
    var output = Matrix.poisoned(2, 3)
    let weight = ProductWeight(StoredTensor([Float](repeating: 1, count: 12), shape: [3, 4]))
    multiplier.multiply(
      Matrix(rows: 2, columns: 4), rows: 1..<1, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<0)
    let values = output.array
    #expect(areNaN(values))
  }

  @Test(arguments: [DType.bfloat16, .float32]) func weightsNeedNoAlignment(dtype: DType) {
    var values = Values(seed: 2)
    let numbers = values.array(70 * 40)
    let aligned = StoredTensor(numbers, shape: [70, 40], dtype: dtype)
    let bytes = ShiftedBytes(copying: aligned)
    let shifted = bytes.tensor
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2), precision: .exact)
    for rows in [2, 30] {
      let input = values.matrix(rows, 40)
      var expected = Matrix(rows: rows, columns: 70)
      var found = Matrix(rows: rows, columns: 70)
      multiplier.multiply(
        input, rows: 0..<rows, by: [FusedWeight(weight: ProductWeight(aligned))], into: &expected, rows: 0..<rows)
      multiplier.multiply(
        input, rows: 0..<rows, by: [FusedWeight(weight: ProductWeight(shifted))], into: &found, rows: 0..<rows)
      #expect(found.array == expected.array)
    }
  }

  @Test func innerProductsOfAllPairs() {
    var values = Values(seed: 3)
    let a = values.matrix(5, 19)
    let b = values.matrix(7, 19)
    let found = a.innerProducts(with: b)
    let expected = product(a.array, b.array, rows: 5, inner: 19, outer: 7)
    #expect(found.rows == 5 && found.columns == 7)
    #expect(largestError(found.array, expected) < 5e-7)
    let empty = Matrix(rows: 0, columns: 3).innerProducts(with: Matrix(rows: 2, columns: 3))
    #expect(empty.columns == 2)
  }
}

/// The bytes of a tensor, one byte off any alignment.
@safe private final class ShiftedBytes: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  private let dtype: DType
  private let shape: Shape

  init(copying tensor: StoredTensor) {
    dtype = tensor.dtype
    shape = tensor.shape
    // Safe: one byte more than the tensor has, freed in `deinit`.
    unsafe memory = .allocate(byteCount: tensor.bytes.byteCount + 1, alignment: 64)
    for index in 0..<tensor.bytes.byteCount {
      unsafe memory[index + 1] = tensor.bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
  }

  deinit { unsafe memory.deallocate() }

  /// The tensor over the shifted bytes; it keeps this object alive.
  var tensor: StoredTensor {
    // Safe: the memory lives as long as this object, which the tensor owns.
    unsafe StoredTensor(
      dtype: dtype, shape: shape, owner: self, bytes: UnsafeRawBufferPointer(rebasing: memory.dropFirst()))
  }
}
