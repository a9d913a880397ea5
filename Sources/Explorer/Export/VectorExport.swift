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
    let listed = subject.listedItems.filter { subject.vectors.item($0, under: subject.task) != nil }
    guard !listed.isEmpty else { throw ExportError.empty(.items) }
    try meter.check()
    let facts = Facts(
      model: subject.model, task: subject.task, dimensions: subject.dimensions, collection: subject.collection.name,
      isLate: subject.collection.isLate)
    var file = try VectorFile(format, path: path, count: listed.count, dimensions: subject.dimensions, facts)
    for (number, item) in listed.enumerated() {
      try meter.advance(to: number, of: listed.count, "vectors")
      if let record = vectorRecord(of: item, prompts) { try file.append(record) }
    }
    try file.finish { try meter.check() }
  }

  private func vectorRecord(of item: Int, _ prompts: [PromptRole: String]) -> VectorRecord? {
    let (vectors, task) = (subject.vectors, subject.task)
    guard let vector = vectors.item(item, under: task) else { return nil }
    let tokens = vectors.tokenCount(of: item, under: task)
    // Of a vector that came along nobody knows more than is said.
    let asked = subject.items[item].role
    let role = tokens == nil ? asked : asked ?? .passage
    let prompt = tokens == nil ? nil : role.flatMap { prompts[$0] }
    return VectorRecord(
      id: subject.identifiers[item], label: subject.items[item].label,
      content: vectors.readings[item].map { .image($0) } ?? .text(role, prompt: prompt), task: task, tokens: tokens,
      tokensBeforeTruncation: vectors.fullTokenCount(of: item, under: task),
      vector: vector.truncated(to: subject.dimensions))
  }
}
