import Corpus
import Embeddings

extension Subject {
  /// The requests that embed judged queries, each in its own role.
  func requests(for queries: [Int], tasks: [EmbeddingTask]) -> [EmbeddingRequest] {
    guard let judged = collection.judged else { return [] }
    return queries.map { query in
      let asked = judged.queries[query]
      return EmbeddingRequest(asked.content.content(role: asked.role), tasks: tasks)
    }
  }
}

extension CorpusItem {
  /// The request that embeds the item as an item: in its own role, else as a passage.
  func request(tasks: [EmbeddingTask]) -> EmbeddingRequest {
    EmbeddingRequest(content(role: role ?? .passage), tasks: tasks, imported: vectors)
  }

  /// What the item is, in three letters.
  var kind: String {
    switch content {
    case .text where isVectorAlone: "vec"
    case .text: "txt"
    case .image: "img"
    }
  }

  /// The whole content as text; of a picture its path.
  var fullText: String {
    switch content {
    case .text where isVectorAlone: headline
    case .text(let text): text
    case .image(.file(let path)): path
    case .image(.bytes): headline
    }
  }

  /// Identifiers without the folder that all of them begin with.
  static func names(of identifiers: [String]) -> [String] {
    guard let first = identifiers.first, let end = first.lastIndex(of: "/") else { return identifiers }
    var folder = first[...end]
    for identifier in identifiers.dropFirst() {
      while !folder.isEmpty && !identifier.hasPrefix(folder) {
        folder = folder.dropLast()
        folder = folder.lastIndex(of: "/").map { folder[...$0] } ?? ""
      }
    }
    return identifiers.map { String($0.dropFirst(folder.count)) }
  }
}
