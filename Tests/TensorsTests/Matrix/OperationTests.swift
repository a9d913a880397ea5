import Foundation
import Testing
import Threading

@testable import Tensors

@Suite(.serialized) struct OperationTests {
  private let parallel = ParallelFor(threads: 2)

  @Test(arguments: [1, 5, 64, 129]) func rmsNormDividesByTheRootMeanSquare(columns: Int) {
    var values = Values(seed: 4)
    let rows = 21
    let input = values.matrix(rows, columns, scale: 30)
    let weight = values.array(columns)
    var output = Matrix.poisoned(rows + 1, columns)
    output.setRMSNorm(
      of: input, rows: 0..<rows, weight: weight, epsilon: 1e-6, rows: 1..<rows + 1, parallel: parallel)
    let all = input.array
    let expected = (0..<rows * columns).map { index in
      let row = index / columns
      let squares = all[row * columns..<(row + 1) * columns].reduce(0.0) { $0 + Double($1) * Double($1) }
      return Double(all[index]) / (squares / Double(columns) + 1e-6).squareRoot() * Double(weight[index % columns])
    }
    let found = output.array(rows: 1..<rows + 1)
    #expect(largestError(found, expected) < 3e-7)
    let before = output.array(rows: 0..<1)
    #expect(areNaN(before))
  }

  @Test func rmsNormOfZerosIsZeroAndOfHugeValuesFinite() {
    let input = Matrix(rows: 2, columns: 2, values: [0, 0, 1e30, -1e30])
    var output = Matrix(rows: 2, columns: 2)
    output.setRMSNorm(of: input, rows: 0..<2, weight: [1, 1], epsilon: 1e-6, rows: 0..<2, parallel: parallel)
    #expect(output.array == [0, 0, 1, -1])
  }

  @Test func geluUsesTheErrorFunction() {
    var values = Values(seed: 6)
    var matrix = values.matrix(9, 31, scale: 6)
    let before = matrix.array
    matrix.applyGELU(parallel: parallel)
    #expect(largestError(matrix.array, before.map { Double($0) / 2 * (1 + erf(Double($0) / 2.0.squareRoot())) }) < 5e-7)
  }

  @Test func meansAreSummedInDoublePrecision() {
    let rows = 100_000
    var matrix = Matrix(rows: rows, columns: 3)
    for row in 0..<rows {
      matrix[row, 0] = 16_777_216
      matrix[row, 1] = row < 2 ? .nan : 1
      matrix[row, 2] = row.isMultiple(of: 2) ? 1e30 : -1e30
    }
    let mean = matrix.mean(ofRows: 2..<rows)
    #expect(mean == [16_777_216, 1, 0])
  }

  @Test func rowsAreBroughtToUnitLength() {
    var matrix = Matrix(rows: 4, columns: 2, values: [3, 4, 0, 0, 1e-20, 0, 5, 5])
    matrix.normalizeRows(0..<3)
    #expect(matrix.array == [0.6, 0.8, 0, 0, 1e-8, 0, 5, 5])
  }

  @Test func rowsAreCopiedAndAdded() {
    var matrix = Matrix(rows: 3, columns: 2)
    matrix.copyRows(1..<2, of: Matrix(rows: 2, columns: 2, values: [1, 2, 3, 4]), to: 2..<3)
    matrix.add(Matrix(rows: 3, columns: 2, values: [1, 1, 1, 1, 1, 1]), parallel: parallel)
    #expect(matrix.array == [1, 1, 1, 1, 4, 5])
  }
}
