import Embeddings
internal import Foundation
internal import GRDB
import Imaging
internal import Tensors

/// A result as a row of the store.
struct StoredResult: Sendable {
  let key: StoreKey
  let result: EmbeddingResult

  /// Bytes of the vectors, about as many as the row takes.
  var byteCount: Int { (result.vector.dimensions + (result.multiVector?.values.count ?? 0)) * 4 }

  /// What is read of a row, in this order.
  static let columns = """
    vector.id, vector.prompt, vector.tokens, vector.tokens_before, vector.picture, vector.used, vector.vector, \
    multivector.dimensions, multivector.vectors
    """

  /// The result of a row under a task; `nil` where the row is not what the store writes.
  static func result(of row: Row, task: EmbeddingTask) throws -> EmbeddingResult? {
    func floats(at column: Int) throws -> [Float]? {
      try row.withUnsafeData(atIndex: column) { data in data.flatMap { FloatBytes.values(of: $0.bytes) } }
    }
    guard let values = try floats(at: 6), !values.isEmpty else { return nil }
    var multiVector: MultiVector?
    if let dimensions = row[7] as Int?, let rows = try floats(at: 8), dimensions > 0,
      rows.count.isMultiple(of: dimensions)
    {
      multiVector = MultiVector(dimensions: dimensions, values: rows)
    }
    var image: ImageReading?
    if let text = row[4] as String? {
      guard let reading = ImageReading(text) else { return nil }
      image = reading
    }
    return EmbeddingResult(
      task: task, prompt: row[1], tokenCount: row[2], tokenCountBeforeTruncation: row[3],
      vector: SingleVector(values), multiVector: multiVector, image: image)
  }
}

extension ImageReading {
  /// How a picture was read, as the store keeps it: width, height, rows and columns of the grid, first token and the one
  /// after the last, with blanks between.
  var stored: String {
    [width, height, grid.rows, grid.columns, tokenRange.lowerBound, tokenRange.upperBound].map(String.init)
      .joined(separator: " ")
  }

  /// The reading that was kept so; `nil` for any other text.
  fileprivate init?(_ stored: String) {
    let numbers = stored.split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 6, numbers.allSatisfy({ $0 >= 0 }), numbers[4] <= numbers[5] else { return nil }
    self.init(
      width: numbers[0], height: numbers[1], grid: TokenGrid(rows: numbers[2], columns: numbers[3]),
      tokenRange: numbers[4]..<numbers[5])
  }
}
