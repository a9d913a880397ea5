import Embeddings
import JinaModel

/// A request as the model reads it.
enum PreparedRequest {
  case text(PreparedText)
  case image(PreparedImage)

  /// Token rows under all tasks.
  var rowCount: Int {
    switch self {
    case .text(let text): text.rowCount
    case .image(let image): image.rowCount
    }
  }
}

/// A request ready for the decoder.
enum ComputedRequest {
  case text(PreparedText)
  case image(ComputedImage)

  /// What the decoder computes.
  var sequences: [MultimodalSequence] {
    switch self {
    case .text(let text): text.sequences
    case .image(let image): [image.sequence]
    }
  }

  /// The results in the order of the request's tasks, from what the model made of the sequences.
  func results(_ embeddings: [SequenceEmbedding]) -> [EmbeddingResult] {
    switch self {
    case .text(let text): text.results(embeddings)
    case .image(let image): image.results(embeddings)
    }
  }
}
