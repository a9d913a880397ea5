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
    let bringVectors = texts.isEmpty && CorpusReader.bringVectors(inputs + against)
    let isNeeded = try !bringVectors || needsModel || model.isNamed
    let engine: (any Embedder)? = isNeeded ? try model.load(cache) : nil
    let readsImages = engine?.model.readsImages ?? true
    let collection = try engine.map { try collectionOrSamples(for: $0) } ?? collection(readsImages: true, with: nil)
    let items = collection.items
    let others =
      against.isEmpty
      ? []
      : try reading.chunked(
        CorpusReading.told(inputs: against, reading.options(readsImages: readsImages)), with: engine
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
  /// What embeds the items in the explorer: `engine`; the vectors that they bring along, beside it where it makes vectors
  /// of as many components; or those alone, unless somebody named the model.
  func embedder(_ engine: any Embedder, isNamed: Bool) throws -> any Embedder {
    let vectors = items.map(\.vectors)
    guard let dimensions = vectors.lazy.compactMap({ $0?.dimensions }).first else { return engine }
    let fits = engine.model.fullDimension == dimensions
    return try ImportedEmbedder(vectors, inner: fits || isNamed ? engine : nil)
  }
}
