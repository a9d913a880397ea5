import Testing

@testable import Tensors

@Suite struct MatrixTests {
  @Test func aMatrixIsReadAndWrittenByElementAndBySpan() {
    var matrix = Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6])
    matrix[1, 0] = 7
    var span = matrix.mutableValues
    span[5] = 9
    #expect(matrix.array == [1, 2, 3, 7, 5, 9])
    #expect(matrix.array(rows: 1..<2) == [7, 5, 9])
    let copy = Matrix(copying: matrix)
    matrix[0, 0] = 0
    #expect(copy[0, 0] == 1)
    #expect(copy.values[3] == 7)
  }

  @Test func emptyMatricesAreFine() {
    #expect(Matrix(rows: 0, columns: 5).array.isEmpty)
    #expect(Matrix(rows: 3, columns: 0).array.isEmpty)
  }
}
