import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// Writes the vectors of the listed items under the current adapter, at the present dimension, in the order of the
  /// list.
  ///
  /// - Throws: as `export`.
  func exportVectors(
    _ format: VectorFormat, to path: String, _ prompts: [PromptRole: String], _ meter: ExportMeter
  ) throws {
    let listed = (0..<rowCount).map { item(inRow: $0) }.filter { vectors.item($0, under: task) != nil }
    guard !listed.isEmpty else { throw ExportError.empty(.items) }
    try meter.check()
    let facts = Facts(model: model, task: task, dimensions: dimensions, collection: collectionName)
    var file = try VectorFile(format, path: path, count: listed.count, dimensions: dimensions, facts)
    for (number, item) in listed.enumerated() {
      try meter.advance(to: number, of: listed.count, "vectors")
      if let record = vectorRecord(of: item, prompts) { try file.append(record) }
    }
    try file.finish { try meter.check() }
  }

  private func vectorRecord(of item: Int, _ prompts: [PromptRole: String]) -> VectorRecord? {
    guard let vector = vectors.item(item, under: task) else { return nil }
    let role = items[item].role ?? .passage
    return VectorRecord(
      id: identifiers[item], label: items[item].label,
      content: vectors.readings[item].map { .image($0) } ?? .text(role, prompt: prompts[role]), task: task,
      tokens: vectors.tokenCount(of: item, under: task), vector: vector.truncated(to: dimensions))
  }
}
