import Corpus
import Embeddings

extension JudgedCollection.Query {
  /// What names its vector; `nil` of an item of the collection, which is embedded as one.
  var key: QueryKey? {
    guard item == nil, case .text(let text) = content else { return nil }
    return QueryKey(text: text, role: role)
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
