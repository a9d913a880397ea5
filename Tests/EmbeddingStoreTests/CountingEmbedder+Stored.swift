import Embeddings
import Imaging
import TestSupport

extension CountingEmbedder {
  /// An embedder whose vector of a text says its length, task and role; the picture of the one byte 0 cannot be read.
  convenience init(fingerprint: String? = "f") {
    self.init(
      model: .standIn(
        "counting", dimensions: [2, 4], multiVectorDimension: 2, readsImages: true, fingerprint: fingerprint)
    ) { request, task in
      if case .image(.bytes(let bytes)) = request.content, bytes == [0] { throw Unreadable() }
      return Self.result(of: request, task: task)
    }
  }

  private struct Unreadable: Error {}

  /// The one result there is of a request.
  private static func result(of request: EmbeddingRequest, task: EmbeddingTask) -> EmbeddingResult {
    var values: [Float]
    var image: ImageReading?
    switch request.content {
    case .text(let text, let role):
      values = [Float(text.utf8.count), role == .query ? 1 : 2, 0, 1]
    case .part(let part, let role):
      values = [Float(part.range.lowerBound), role == .query ? 1 : 2, Float(part.document.text.utf8.count), 1]
    case .image(let source):
      values = [0, 0, Float(source.name.utf8.count), 1]
      image = ImageReading(width: 28, height: 56, grid: TokenGrid(rows: 2, columns: 1), tokenRange: 3..<5)
    }
    if task.name == "code" { values.reverse() }
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    values = values.map { $0 / length }
    return EmbeddingResult(
      task: task, prompt: image == nil ? "Query: " : nil, tokenCount: 7, tokenCountBeforeTruncation: 9,
      vector: SingleVector(values),
      multiVector: request.wantsMultiVector ? MultiVector(dimensions: 2, values: [1, 0, 0.6, 0.8]) : nil, image: image)
  }
}
