import Corpus
import Embeddings
import Files
import Reports

extension JudgedQueries {
  /// Items of a run for each query, as many as `trec_eval` looks at by default.
  private static let runLength = 1000

  /// Writes a run of TREC for each task and dimension: `TASK-DIMENSIONS.trec`.
  ///
  /// - Throws: `FileError`.
  func writeRuns(to folder: String, under tasks: [EmbeddingTask], _ model: ModelDescription) throws {
    try Folder.createAll(folder)
    let (identifiers, judgments) = (collection.identifiers, judgments)
    for task in tasks {
      guard let table = tables[task] else { continue }
      for dimension in model.matryoshkaDimensions {
        var bytes: [UInt8] = []
        for (query, judged) in judged.queries.enumerated() {
          try Task.checkCancellation()
          var scores = collection.table(task).scores(of: table.vector(query), dimensions: dimension)
          let leftOut = self.judged.queryItems.union(judgments[query].excluded)
          for item in leftOut { scores[item] = -.infinity }
          let best = Ranking.nearest(Self.runLength, scores: scores, identifiers: identifiers)
            .filter { !leftOut.contains($0) }
          let ranking = Table.ranking(
            best.enumerated().map { place, item in
              (
                item: collection.reported(item), place: RankedPlace(rank: place + 1, score: scores[item]),
                compared: [RankedPlace?]()
              )
            })
          bytes += TRECRun(query: judged.id, model: model, task: task, role: judged.role, dimensions: dimension)
            .bytes(of: ranking)
        }
        try AtomicFile.write(bytes, to: Path.joined(folder, "\(TRECRun.word(task.name))-\(dimension).trec"))
      }
    }
  }
}
