import Embeddings
import JinaModel

/// A group of requests as the model reads it.
enum PreparedRequest {
  case text(PreparedText)
  case document(PreparedDocument)
  case image(PreparedImage)

  /// Token rows under all tasks.
  var rowCount: Int {
    switch self {
    case .text(let text): text.rowCount
    case .document(let document): document.rowCount
    case .image(let image): image.rowCount
    }
  }
}

/// A group of requests ready for the decoder.
enum ComputedRequest {
  case text(PreparedText)
  case document(PreparedDocument)
  case image(ComputedImage)

  /// What the decoder computes.
  var sequences: [MultimodalSequence] {
    switch self {
    case .text(let text): text.sequences
    case .document(let document): document.sequences
    case .image(let image): [image.sequence]
    }
  }

  /// The results of each request in the order of its tasks, from what the model made of the sequences.
  func results(_ embeddings: [SequenceEmbedding]) -> [[EmbeddingResult]] {
    switch self {
    case .text(let text): [text.results(embeddings)]
    case .document(let document): document.results(embeddings)
    case .image(let image): [image.results(embeddings)]
    }
  }
}
