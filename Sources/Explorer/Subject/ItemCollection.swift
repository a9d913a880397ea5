import Corpus
import StrictJSON

/// The items to explore, and what they are called.
struct ItemCollection: Sendable {
  /// What the user calls the collection: the name of a file or folder.
  let name: String
  let items: [CorpusItem]
  /// The items' identifiers; they decide ties.
  let identifiers: [String]
  /// The identifiers as the screen shows them: without the folder that all of them share.
  let names: [String]
  /// Every label once, in the order of the collection.
  let labels: [String]
  /// What they were read from.
  let sources: SourceStamps
  /// What came with them of what people judged; `nil` where nothing did.
  private let given: Judgments?
  /// What was marked here.
  private(set) var marks: Judgments
  /// Both together; `nil` where nobody judged anything.
  private(set) var judged: JudgedCollection?
  /// How often something was marked.
  private(set) var markCount = 0

  /// Whether parts of documents are read inside of them.
  var isLate: Bool { items.contains { $0.chunk?.isLate == true } }

  /// Whether there are parts of documents.
  var hasParts: Bool { items.contains { $0.chunk != nil } }

  /// - Parameters:
  ///   - judgments: sets of judgments, of which that of the test split counts, else the first.
  ///   - marks: what was marked at earlier times.
  init(
    name: String, items: [CorpusItem], sources: SourceStamps = SourceStamps(), judgments: [Judgments] = [],
    marks: Judgments = Judgments(name: "marks")
  ) {
    self.name = name
    self.items = items
    self.sources = sources
    self.marks = marks
    given = judgments.first { $0.name == "test" } ?? judgments.first
    judged = Self.judged(given, marks, items)
    identifiers = items.map(\.id)
    names = CorpusItem.names(of: identifiers)
    var seen: Set<ExactString> = []
    labels = items.compactMap(\.label).filter { seen.insert(ExactString($0)).inserted }
  }

  /// All judgments: what came with the items and what was marked here; `nil` where there are none.
  var judgments: Judgments? { Self.judgments(given, marks, items) }

  /// Whether the judgment of an item for a query comes from a mark alone, and from nothing that came with the items.
  func marksAlone(_ query: QueryKey, _ item: Int) -> Bool {
    guard let given else { return true }
    return JudgedCollection(given, items: items).grades(for: query)[item] == nil
  }

  /// Takes up a mark.
  mutating func judge(_ mark: Judgments.Mark) {
    marks.judge(mark)
    markCount += 1
    judged = Self.judged(given, marks, items)
  }

  private static func judgments(_ given: Judgments?, _ marks: Judgments, _ items: [CorpusItem]) -> Judgments? {
    given?.merging(marks, over: items) ?? (marks.judgments.isEmpty ? nil : marks)
  }

  private static func judged(_ given: Judgments?, _ marks: Judgments, _ items: [CorpusItem]) -> JudgedCollection? {
    judgments(given, marks, items).map { JudgedCollection($0, items: items) }
  }
}
