import Testing

@testable import Tensors

/// Products of many rows with many, on all instruction sets of this processor.
@Suite struct SimilarityTests {
  /// Some are longer than a block of components (640), and as long as the published model's vectors.
  @Test(arguments: [
    (1, 1, 1), (5, 64, 19), (3, 65, 600), (130, 200, 64), (70, 3, 513), (300, 130, 128), (3, 2, 640), (2, 66, 641),
    (5, 70, 1500), (66, 5, 1281), (3, 65, 2048),
  ])
  func innerProductsEqualTheSums(shape: (rows: Int, columns: Int, inner: Int)) {
    var values = Values(seed: 31)
    let (rows, columns, inner) = shape
    // Columns beyond the prefix must not take part.
    let a = values.matrix(rows, inner + 3)
    let b = values.matrix(columns, inner + 3)
    var expected: [Double] = []
    for row in 0..<rows {
      for column in 0..<columns {
        expected.append((0..<inner).reduce(0.0) { $0 + Double(a[row, $1]) * Double(b[column, $1]) })
      }
    }
    onEveryInstructionSet { name in
      let found = a.innerProducts(with: b, prefix: inner)
      #expect(largestError(found.array, expected) < 2e-5, "\(name)")
    }
  }

  @Test(arguments: [1, 16, 63, 64, 65, 300, 641, 1500, 2048]) func scoresAreProductsAndSquares(columns: Int) {
    var values = Values(seed: 32)
    let rows = columns > 640 ? 67 : 131
    let matrix = values.matrix(rows, columns + 2)
    let query = values.array(columns)
    let products = (0..<rows).map { row in
      (0..<columns).reduce(0.0) { $0 + Double(matrix[row, $1]) * Double(query[$1]) }
    }
    let squares = (0..<rows).map { row in
      (0..<columns).reduce(0.0) { $0 + Double(matrix[row, $1]) * Double(matrix[row, $1]) }
    }
    // The bound of a sum's rounding grows with its length.
    let tolerance = 3e-6 * max(1, Double(columns) / 640)
    onEveryInstructionSet { name in
      let found = matrix.scores(of: query)
      #expect(largestError(found.products, products) < tolerance, "\(name)")
      #expect(largestError(found.squares, squares) < tolerance, "\(name)")
      let lengths = matrix.reciprocalRowLengths(prefix: columns)
      #expect(largestError(lengths, squares.map { 1 / $0.squareRoot() }) < 3e-6, "\(name)")
    }
    #expect(Matrix(rows: 2, columns: 3).reciprocalRowLengths(prefix: 3) == [1e12, 1e12])
  }

  @Test(arguments: [(24, [1, 15, 64, 65, 200]), (641, [1, 66]), (2048, [65, 3])])
  func theGreatestProductIsFoundInEveryOther(inner: Int, counts: [Int]) {
    var values = Values(seed: 33)
    let queries = values.matrix(5, inner)
    let others = counts.map { values.array($0 * inner) }
    var expected: [Double] = []
    for other in others {
      for row in 0..<5 {
        var greatest = -Double.infinity
        for start in stride(from: 0, to: other.count, by: inner) {
          var sum = 0.0
          for index in 0..<inner { sum += Double(queries[row, index]) * Double(other[start + index]) }
          greatest = max(greatest, sum)
        }
        expected.append(greatest)
      }
    }
    onEveryInstructionSet { name in
      let found = queries.greatestProducts(with: others)
      #expect(found.rows == others.count && found.columns == 5)
      #expect(largestError(found.array, expected) < 1e-6 * max(1, Double(inner) / 640), "\(name)")
    }
  }

  @Test func rowsAreCopiedInAnyOrderAndScaled() {
    var matrix = Matrix(rows: 3, columns: 3, values: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    #expect(matrix.copy(rows: [2, 0, 2], prefix: 2).array == [7, 8, 1, 2, 7, 8])
    #expect(matrix.copy(rows: [], prefix: 2).array == [])
    matrix.scale(rows: [1, 0, 2], columns: [1, 10, 100])
    #expect(matrix.array == [1, 20, 300, 0, 0, 0, 14, 160, 1800])
  }
}
