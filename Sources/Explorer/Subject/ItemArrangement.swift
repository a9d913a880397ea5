import Corpus
import Embeddings
import TerminalUI

/// What the rows of the list are sorted by.
enum ItemSort: Hashable, Sendable {
  /// The score under the current adapter; without scores the collection's order.
  case score
  /// The score under another adapter.
  case adapter(EmbeddingTask)
  /// The collection's order.
  case collection
  /// The identifier.
  case name
  /// The label; items without one come last.
  case label
  /// Texts, then pictures.
  case kind

  /// What the border says.
  var name: String {
    switch self {
    case .score: "score"
    case .adapter(let task): task.name
    case .collection: "collection"
    case .name: "name"
    case .label: "label"
    case .kind: "kind"
    }
  }
}

/// Which items the list shows, and in which order.
struct ItemArrangement: Hashable, Sendable {
  /// What the rows are made of: when it has not changed, neither have they.
  struct Question: Hashable, Sendable {
    var filter: String
    var sort: ItemSort
    var isReversed: Bool
    var ranking: Derived<RankingQuestion, ItemRanking>.Key?
  }

  /// What `rows` answers.
  let question: Question
  /// The collection's indices of the rows.
  let rows: [Int]
  private let places: [Int: Int]

  /// The rows of these items.
  init(_ question: Question, rows: [Int]) {
    self.question = question
    self.rows = rows
    places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($0.element, $0.offset) })
  }

  /// The row of an item; `nil` where the filter leaves it out.
  func row(of item: Int) -> Int? { places[item] }
}

/// The items' texts as a filter reads them: lower case, identifier and label before the content.
struct FilterTexts: Sendable {
  private let texts: [[UInt8]]

  /// The texts of a collection.
  init(_ items: [CorpusItem]) {
    texts = items.map { item in Array("\(item.id)\n\(item.label ?? "")\n\(item.fullText)".lowercased().utf8) }
  }

  /// Whether an item contains all the words of `filter`, whatever their case.
  func contains(_ item: Int, _ words: [[UInt8]]) -> Bool {
    words.allSatisfy { word in Self.contains(texts[item], word) }
  }

  /// The words of a filter.
  static func words(of filter: String) -> [[UInt8]] {
    filter.lowercased().split { $0.isWhitespace }.map { Array($0.utf8) }
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard let first = word.first, word.count <= text.count else { return word.isEmpty }
    for start in 0...(text.count - word.count) where text[start] == first {
      if text[start..<(start + word.count)].elementsEqual(word) { return true }
    }
    return false
  }
}
