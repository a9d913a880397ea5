import Corpus
import Embeddings
import TerminalUI

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

  /// A path whose `~` stands for the home directory.
  static func expand(_ path: String, home: String?) -> String {
    guard let home, path == "~" || path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

extension ExplorerState {
  /// What the model is asked to embed as a query.
  func content(of key: QueryKey) -> EmbeddingRequest.Content {
    guard let path = QueryPicture.path(in: key.text) else { return .text(key.text, key.role) }
    return .image(.file(QueryPicture.expand(path, home: homeDirectory)))
  }

  /// The picture that is the query; `nil` where it is a text.
  var queryPicture: ImageSource? {
    guard let key = query.key, case .image(let source) = content(of: key) else { return nil }
    return source
  }

  /// Makes the selected item the query: its text, or the path of its picture.
  mutating func queryByItem() {
    guard let item = selectedItem else { return }
    switch items[item].content {
    case .text(let text): query.field.replace(with: text)
    case .image(.file(let path)): query.field.replace(with: QueryPicture.prefix + path)
    case .image(.bytes):
      message = Message(text: "\(items[item].id) is a picture without a path and cannot be the query.")
      return
    }
    list.pins = []
    query.historyPlace = nil
    submit()
  }
}
