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
  /// What people judged of them; `nil` where nobody did.
  let judged: JudgedCollection?

  /// Whether parts of documents are read inside of them.
  var isLate: Bool { items.contains { $0.chunk?.isLate == true } }

  /// Whether there are parts of documents.
  var hasParts: Bool { items.contains { $0.chunk != nil } }

  /// - Parameter judgments: sets of judgments, of which that of the test split counts, else the first.
  init(name: String, items: [CorpusItem], sources: SourceStamps = SourceStamps(), judgments: [Judgments] = []) {
    self.name = name
    self.items = items
    self.sources = sources
    judged = (judgments.first { $0.name == "test" } ?? judgments.first).map { JudgedCollection($0, items: items) }
    identifiers = items.map(\.id)
    names = CorpusItem.names(of: identifiers)
    var seen: Set<ExactString> = []
    labels = items.compactMap(\.label).filter { seen.insert(ExactString($0)).inserted }
  }
}
