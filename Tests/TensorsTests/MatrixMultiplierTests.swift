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
      let addends = [Double(bias?[column] ?? 0), Double(old?[index] ?? 0)]
      let terms =
        (0..<inner).map { scale * Double(x[row * inner + $0]) * Double(weight[column * inner + $0]) } + addends
      return (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
    }
  }

  /// The largest error in units of the magnitudes.
  private func largestError(_ found: [Float], _ expected: [(value: Double, magnitude: Double)]) -> Double {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { found, expected in
      found.isNaN ? .infinity : abs(Double(found) - expected.value) / expected.magnitude
    }.max() ?? 0
  }

  @Test(arguments: [DType.bfloat16, .float16, .float32])
  func productsEqualADoublePrecisionReferenceForOddShapesAndRanges(dtype: DType) {
    var values = Values(seed: 1)
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2))
    for (rows, inner, outer) in [(1, 1, 1), (3, 7, 5), (8, 33, 129), (16, 257, 130), (17, 300, 257), (40, 64, 3)] {
      let weight = StoredTensor(values.array(outer * inner), shape: [outer, inner], dtype: dtype)
      let bias = values.array(outer)
      for (usesBias, accumulates, scale) in [(false, false, 1), (true, false, 1), (true, true, 2), (false, true, -0.5)]
        as [(Bool, Bool, Float)]
      {
        // One row more on either side must neither be read nor written.
        var input = Matrix.poisoned(rows + 2, inner)
        input.copyRows(0..<rows, of: values.matrix(rows, inner), to: 1..<rows + 1)
        var output = Matrix.poisoned(rows + 3, outer)
        let old = values.array(rows * outer)
        if accumulates {
          output.copyRows(0..<rows, of: Matrix(rows: rows, columns: outer, values: old), to: 2..<rows + 2)
        }
        multiplier.multiply(
          input, rows: 1..<rows + 1, by: weight, bias: usesBias ? bias : nil, scale: scale, accumulates: accumulates,
          into: &output, rows: 2..<rows + 2)
        let expected = product(
          input.array(rows: 1..<rows + 1), weight.floats(), rows: rows, inner: inner, outer: outer,
          bias: usesBias ? bias : nil, scale: Double(scale), old: accumulates ? old : nil)
        let found = output.array(rows: 2..<rows + 2)
        #expect(largestError(found, expected) < 5e-7, "\(rows) \(inner) \(outer)")
        let surroundings = output.array(rows: 0..<2) + output.array(rows: rows + 2..<rows + 3)
        #expect(areNaN(surroundings))
      }
    }
  }

  @Test func aProductOfNoRowsLeavesTheOutputAlone() {
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 1))
    var output = Matrix.poisoned(2, 3)
    multiplier.multiply(
      Matrix(rows: 2, columns: 4), rows: 1..<1, by: StoredTensor([Float](repeating: 1, count: 12), shape: [3, 4]),
      into: &output, rows: 0..<0)
    let values = output.array
    #expect(areNaN(values))
  }

  @Test func weightsNeedNoAlignment() {
    var values = Values(seed: 2)
    let numbers = values.array(20 * 10)
    let aligned = StoredTensor(numbers, shape: [20, 10], dtype: .float32)
    let bytes = ShiftedBytes(copying: aligned)
    let shifted = bytes.tensor
    var multiplier = MatrixMultiplier(parallel: ParallelFor(threads: 2))
    for rows in [2, 30] {
      let input = values.matrix(rows, 10)
      var expected = Matrix(rows: rows, columns: 20)
      var found = Matrix(rows: rows, columns: 20)
      multiplier.multiply(input, rows: 0..<rows, by: aligned, into: &expected, rows: 0..<rows)
      multiplier.multiply(input, rows: 0..<rows, by: shifted, into: &found, rows: 0..<rows)
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
