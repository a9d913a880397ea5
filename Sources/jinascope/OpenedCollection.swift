import ArgumentParser
import BundledAssets
import Corpus
import EmbeddingEngine
import Embeddings

/// What a command works on: items, and what gives their vectors.
struct OpenedCollection {
  let items: [CorpusItem]
  /// The items of a second collection that these are compared with; none where there is no such collection.
  var others: [CorpusItem] = []
  /// The judgments that came with the items.
  var judgments: [Judgments] = []
  let embedder: any Embedder

  /// Whether parts of documents are read inside of them.
  var isLate: Bool { (items + others).contains { $0.chunk?.isLate == true } }
}

extension InputOptions {
  /// Reads what was given, or else the bundled samples, and opens the model; vectors that the items bring along take the
  /// place of the model, or of what it would compute.
  ///
  /// - Parameters:
  ///   - needsModel: whether something else than the items is to be embedded. If not, imported vectors need no model, and
  ///     none is opened that nobody named.
  ///   - against: what a second collection is read from.
  func open(
    _ model: ModelOptions, _ cache: CacheOptions, needsModel: Bool, against: [String] = []
  ) throws -> OpenedCollection {
    var input = self
    input.reading = try reading.completed(by: try ProgramConfiguration(model.configuration))
    let bringVectors = texts.isEmpty && CorpusReader.bringVectors(inputs + against)
    let isNeeded = try !bringVectors || needsModel || model.isNamed
    let engine: (any Embedder)? = isNeeded ? try model.load(cache) : nil
    let readsImages = engine?.model.readsImages ?? true
    let collection =
      try engine.map { try input.collectionOrSamples(for: $0) } ?? input.collection(readsImages: true, with: nil)
    let items = collection.items
    let others =
      against.isEmpty
      ? []
      : try input.reading.chunked(
        CorpusReading.told(inputs: against, input.reading.options(readsImages: readsImages)), with: engine
      ).items
    let vectors = (items + others).map(\.vectors)
    if let engine, vectors.allSatisfy({ $0 == nil }) {
      return OpenedCollection(items: items, others: others, judgments: collection.judgments, embedder: engine)
    }
    let embedder = try ImportedEmbedder(vectors, inner: engine)
    let said = Set(engine?.model.assumptions ?? [])
    for assumption in embedder.model.assumptions where !said.contains(assumption) {
      Destination.remark("jinascope: \(assumption)")
    }
    return OpenedCollection(items: items, others: others, judgments: collection.judgments, embedder: embedder)
  }
}

extension CorpusReading {
  /// The components of the vectors that come along; `nil` where none do.
  var dimensions: Int? { items.lazy.compactMap { $0.vectors?.dimensions }.first }

  /// What embeds the items in the explorer: `engine`, beside the vectors that they bring along where they do.
  func embedder(_ engine: (any Embedder)?) throws -> any Embedder {
    if dimensions == nil, let engine { return engine }
    return try ImportedEmbedder(items.map(\.vectors), inner: engine)
  }
}
