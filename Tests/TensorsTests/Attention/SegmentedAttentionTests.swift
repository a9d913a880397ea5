import Foundation
import Testing
import Threading

@testable import Tensors

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
