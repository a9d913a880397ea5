import Corpus
import Embeddings
import Files

/// What a picture's path is typed after, to make the picture the query.
enum QueryPicture {
  /// What the query begins with.
  static let prefix = "image:"

  /// The path in a query, as it was typed; `nil` where the query is a text, empty where the path is yet to come.
  static func path(in text: String) -> String? {
    let text = text.drop { $0.isWhitespace }
    guard text.hasPrefix(prefix) else { return nil }
    var path = text.dropFirst(prefix.count).drop { $0.isWhitespace }
    while path.last?.isWhitespace == true { path.removeLast() }
    return String(path)
  }

  /// What is typed to make an item the query; `nil` for a picture without a path.
  static func query(of item: CorpusItem) -> String? {
    switch item.content {
    case .text(let text): text
    case .image(.file(let path)): prefix + path
    case .image(.bytes): nil
    }
  }

  /// A path whose `~` stands for the home directory.
  static func expand(_ path: String, home: String?) -> String {
    home.map { Path.expanded(path, home: $0) } ?? path
  }
}

extension Subject {
  /// What the model is asked to embed as a query.
  func content(of key: QueryKey) -> EmbeddingRequest.Content {
    guard let path = QueryPicture.path(in: key.text) else { return .text(key.text, key.role) }
    return .image(.file(QueryPicture.expand(path, home: homeDirectory)))
  }

  /// The picture that is the query; `nil` if the query is a text.
  var queryPicture: ImageSource? {
    guard let query, case .image(let source) = content(of: query) else { return nil }
    return source
  }
}
