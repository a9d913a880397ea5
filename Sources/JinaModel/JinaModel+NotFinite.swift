import Embeddings
import Tensors

extension JinaModel {
  /// Why the vector of a sequence is not finite: the first tensor that made it and is not finite itself, or else what
  /// the model makes of this sequence.
  ///
  /// All weights are read, which takes seconds for gigabytes: nothing else is left to do.
  func reasonForNotFinite(_ sequence: MultimodalSequence, at index: Int, task: EmbeddingTask) -> JinaModelError {
    let parts = ["language_model."] + (sequence.image == nil ? [] : ["visual."]) + ["multi_vector_projector."]
    let base = source.base.entries.filter { name, _ in
      name != Self.embeddingTable && parts.contains { name.hasPrefix($0) }
    }
    let own = (source.adapters?.names.entries ?? [:]).filter { $0.key.hasSuffix("." + task.name) }
    let table = source.base.entries[Self.embeddingTable].map { entry in
      Set(sequence.tokens).sorted().map { ("\(Self.embeddingTable) \($0)", entry.rows($0..<$0 + 1)) }
    }
    let all = (Array(base) + Array(own)).map { ($0.key, $0.value) } + (table ?? [])
    for (_, entry) in all.sorted(by: { $0.0 < $1.0 }) where !entry.tensor.isFinite {
      return .notFiniteWeights(tensor: entry.name, file: entry.file)
    }
    return .notFiniteVector(sequence: index, task: task)
  }

  /// Of which only the rows of a sequence's tokens matter.
  private static let embeddingTable = "language_model.embed_tokens.weight"
}

extension WeightNames.Entry {
  /// Some rows of the tensor, under its name.
  fileprivate func rows(_ rows: Range<Int>) -> WeightNames.Entry {
    WeightNames.Entry(tensor: tensor.slice(rows), name: name, file: file)
  }
}
