import Corpus
import Embeddings

/// Items with their vectors under one or several tasks.
struct EmbeddedCollection {
  let items: [CorpusItem]
  /// The items' vectors, in the order of the items.
  let tables: [EmbeddingTask: VectorTable]
  /// The items' identifiers.
  var identifiers: [String] { items.map(\.id) }

  /// Embeds `items` under each of `tasks`, with progress on standard error.
  ///
  /// Every item is embedded under the tasks of the comparison, whatever task it names itself: vectors of different
  /// adapters have nothing to say to each other. Its own role holds; without one it is `role`. Pictures of folders that
  /// cannot be read are left out, and told.
  ///
  /// - Parameter readTokens: takes the token vectors of the item of an index under the first task, which are not kept:
  ///   those of many items are more than fits into memory.
  init(
    embedding items: [CorpusItem], with engine: any Embedder, under tasks: [EmbeddingTask], role: PromptRole,
    readTokens: ((Int, MultiVector) -> Void)? = nil
  ) async throws {
    let requests = try items.map { item in
      EmbeddingRequest(
        item.content(role: try item.askedRole(among: engine.model.tasks) ?? role), tasks: tasks,
        wantsMultiVector: readTokens != nil, imported: item.vectors)
    }
    let leftOut = LeftOut()
    let progress = ProgressLine()
    defer { progress.clear() }
    var vectors = [[SingleVector]](repeating: [], count: items.count)
    let results = engine.results(streaming: requests, progress: { progress.show($0) }) { failure in
      try leftOut.add(items[failure.request], failure)
    }
    for try await (index, result) in results {
      if vectors[index].isEmpty {
        Self.remarkTruncation(of: items[index].id, result)
        if let readTokens {
          guard let tokens = result.multiVector else { throw RequestError.noProjector(model: engine.model.name) }
          readTokens(index, tokens)
        }
      }
      vectors[index].append(result.vector)
    }
    try Task.checkCancellation()
    progress.clear()
    try leftOut.tell(of: items.count)
    let kept = items.indices.filter { !leftOut.requests.contains($0) }
    self.items = kept.map { items[$0] }
    tables = Dictionary(
      uniqueKeysWithValues: tasks.enumerated().map { position, task in
        (task, VectorTable(kept.map { vectors[$0][position] }))
      })
  }

  /// Says on standard error where a text was cut at the model's window.
  static func remarkTruncation(of id: String, _ result: EmbeddingResult) {
    guard let before = result.tokenCountBeforeTruncation else { return }
    Destination.remark(
      "jinascope: \(id) has \(before) tokens, of which \(result.tokenCount) lie within the model's window and were read"
    )
  }
}

extension Embedder {
  /// The results of `requests` in their order, with progress on standard error.
  func shownResults(
    of requests: [EmbeddingRequest], onFailure: @escaping @Sendable (RequestFailure) throws -> Void = { throw $0 }
  ) async throws -> [[EmbeddingResult]] {
    let progress = ProgressLine()
    defer { progress.clear() }
    return try await results(of: requests, progress: { progress.show($0) }, onFailure: onFailure)
  }
}
