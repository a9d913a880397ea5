import Testing
import Threading

@testable import Tensors

@Suite struct RotaryEmbeddingTests {
  @Test func rotationPairsHalvesNotNeighbors() {
    var matrix = Matrix(rows: 1, columns: 8, values: [1, 2, 3, 4, 5, 6, 7, 8])
    // Angles of 0 and 90 degrees in both heads.
    matrix.rotateHalves(
      heads: 2, headDimension: 4, cosines: Matrix(rows: 1, columns: 2, values: [1, 0]),
      sines: Matrix(rows: 1, columns: 2, values: [0, 1]), parallel: ParallelFor(threads: 2))
    #expect(matrix.array == [1, -4, 3, 2, 5, -8, 7, 6])
  }
}
