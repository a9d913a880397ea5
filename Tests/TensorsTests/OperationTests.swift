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

  @Test func rotationPairsHalvesNotNeighbours() {
    var matrix = Matrix(rows: 1, columns: 8, values: [1, 2, 3, 4, 5, 6, 7, 8])
    // Angles of 0 and 90 degrees in both heads.
    matrix.rotateHalves(
      heads: 2, headDimension: 4, cosines: Matrix(rows: 1, columns: 2, values: [1, 0]),
      sines: Matrix(rows: 1, columns: 2, values: [0, 1]), parallel: parallel)
    #expect(matrix.array == [1, -4, 3, 2, 5, -8, 7, 6])
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
    matrix.broadcast([10, 20], over: 0..<1, accumulates: true)
    #expect(matrix.array == [11, 21, 1, 1, 4, 5])
  }
}

@Suite struct SegmentedAttentionTests {
  private let parallel = ParallelFor(threads: 2)

  /// Softmax attention of one query row over `keys`, in double precision.
  private func attend(_ query: ArraySlice<Float>, keys: [ArraySlice<Float>], values: [ArraySlice<Float>]) -> [Double] {
    let scale = 1 / Double(query.count).squareRoot()
    let scores = keys.map { key in zip(query, key).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } * scale }
    let largest = scores.max() ?? 0
    let weights = scores.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return (0..<query.count).map { component in
      zip(weights, values).reduce(0.0) { $0 + $1.0 * Double($1.1[$1.1.startIndex + component]) } / total
    }
  }

  @Test(arguments: [(4, 2, 8), (3, 1, 6), (2, 2, 40), (16, 2, 16), (2, 1, 128), (1, 1, 80)])
  func raggedSegmentsEqualADoublePrecisionReference(queryHeads: Int, keyValueHeads: Int, dimension: Int) throws {
    var random = Values(seed: 7)
    let heads = AttentionHeads(queryHeads: queryHeads, keyValueHeads: keyValueHeads, headDimension: dimension)
    let rows = 240
    // Scores large enough for the softmax to be uneven; segments of one row, several blocks, gaps between, a suffix.
    let queries = random.matrix(rows, queryHeads * dimension, scale: 2)
    let keys = random.matrix(rows, keyValueHeads * dimension, scale: 2)
    let values = random.matrix(rows, keyValueHeads * dimension)
    let segments = [
      AttentionSegment(0..<1, isCausal: true), AttentionSegment(1..<150, isCausal: true),
      AttentionSegment(151..<220, isCausal: false),
      AttentionSegment(queries: 225..<230, keys: 151..<220, isCausal: true),
      AttentionSegment(queries: 230..<235, keys: 0..<3, isCausal: false),
    ]
    var output = Matrix.poisoned(rows, queryHeads * dimension)
    try output.setAttention(
      of: Matrix.sideBySide(queries, keys, values), heads: heads, segments: segments, parallel: parallel)
    let (q, k, v) = (queries.array, keys.array, values.array)
    var largest = 0.0
    for segment in segments {
      for (index, row) in segment.queries.enumerated() {
        let seen = segment.isCausal ? segment.keys.count - segment.queries.count + 1 + index : segment.keys.count
        for head in 0..<queryHeads {
          let start = row * queries.columns + head * dimension
          let column = head / (queryHeads / keyValueHeads) * dimension
          let slices = segment.keys.prefix(seen).map { $0 * keys.columns + column }
          let expected = attend(
            q[start..<start + dimension], keys: slices.map { k[$0..<$0 + dimension] },
            values: slices.map { v[$0..<$0 + dimension] })
          largest = max(largest, largestError(Array(output.array[start..<start + dimension]), expected))
        }
      }
    }
    #expect(largest < 2e-6)
    let gaps = output.array(rows: 150..<151) + output.array(rows: 220..<225)
    #expect(areNaN(gaps))
  }

  @Test func attentionIsBlindToKeysOutsideTheSegmentAndAfterTheQuery() throws {
    var random = Values(seed: 8)
    let heads = AttentionHeads(queryHeads: 2, keyValueHeads: 1, headDimension: 4)
    let queries = random.matrix(100, 8)
    var keys = random.matrix(100, 4)
    var values = random.matrix(100, 4)
    let segments = [AttentionSegment(10..<90, isCausal: true)]
    var first = Matrix(rows: 100, columns: 8)
    try first.setAttention(
      of: Matrix.sideBySide(queries, keys, values), heads: heads, segments: segments, parallel: parallel)
    for row in Array(0..<10) + Array(60..<100) {
      for column in 0..<4 {
        keys[row, column] = .nan
        values[row, column] = .nan
      }
    }
    var second = Matrix(rows: 100, columns: 8)
    try second.setAttention(
      of: Matrix.sideBySide(queries, keys, values), heads: heads, segments: segments, parallel: parallel)
    let (found, expected) = (second.array(rows: 10..<60), first.array(rows: 10..<60))
    #expect(found == expected)
  }

  @Test func veryLargeScoresStayFinite() throws {
    let heads = AttentionHeads(queryHeads: 1, keyValueHeads: 1, headDimension: 2)
    var keys = Matrix(rows: 200, columns: 2)
    for row in 0..<200 { keys[row, 0] = Float(row) * 100 }
    var values = Matrix(rows: 200, columns: 2)
    for row in 0..<200 { values[row, 0] = Float(row) }
    var queries = Matrix(rows: 200, columns: 2)
    queries[0, 0] = 100
    var output = Matrix(rows: 1, columns: 2)
    try output.setAttention(
      of: Matrix.sideBySide(queries, keys, values), heads: heads,
      segments: [AttentionSegment(queries: 0..<1, keys: 0..<200, isCausal: false)], parallel: parallel)
    #expect(output.array == [199, 0])
  }
}
