import Corpus
import Embeddings
import Files
import Imaging
import Reports

/// What is wrong with what a command was given to read.
enum InputError: Error, CustomStringConvertible {
  /// An item that is no text was given to a command that reads texts.
  case notText(id: String)
  /// An item that brings nothing but a vector was given to a command that reads what vectors are made of.
  case onlyVector(id: String)
  /// A file that must be text is not.
  case notUTF8(file: String)
  /// A command that looks at one item was given another number of them.
  case notOneItem(count: Int)
  /// No item has the id that was given.
  case noItem(id: String)
  /// A similarity map was asked for over an item that is no picture.
  case notPicture(id: String)
  /// The query has no token of that number.
  case noToken(Int, count: Int)
  /// A table of so many similarities.
  case matrixTooLarge(rows: Int, columns: Int)
  /// Changes of something that comes through a pipe were to be waited for.
  case cannotWatch
  /// What was read again brings vectors of another kind along.
  case otherVectors
  /// What is wrong with one item: what it asks for is not to be had, or its picture cannot be read.
  case item(CorpusItem, reason: any Error)
  /// What is wrong with the query of a search.
  case query(reason: any Error)
  /// A file of vectors has none of the task that is asked for.
  case noVectorOfTask(file: String, task: EmbeddingTask?)
  /// A file of vectors without ids has another number of them than the collection has items.
  case otherCount(file: String, vectors: Int, items: Int)
  /// A file of vectors has two for the same item.
  case repeatedVector(file: String, id: String)
  /// None of the vectors of a file is of an item of the collection; the first of them.
  case noVectorOfItems(file: String, id: String)
  /// A collection without judgments was to be evaluated.
  case noJudgments
  /// Judgments of whose queries the collection has none.
  case noJudgedQuery(name: String)
  /// No set of judgments has that name.
  case noSplit(String, known: [String])

  var description: String {
    switch self {
    case .notText(let id): "\(id) is a picture; this command takes texts only"
    case .onlyVector(let id): "\(id) is a vector without its text; this command needs the text"
    case .notUTF8(let file): "\(file) is not UTF-8 text; convert it to UTF-8"
    case .notOneItem(let count): "this command takes one item, not \(count)"
    case .noItem(let id): "no item has the id \(id.debugDescription); `jinascope search` prints them"
    case .notPicture(let id): "\(id) is a text; --png needs a picture"
    case .noToken(let token, let count): "the query has no token \(token); its tokens are 0…\(count - 1)"
    case .matrixTooLarge(let rows, let columns):
      "\(rows) × \(columns) similarities are too many for a table, which has at most \(MatrixTable.readableValues); use "
        + "--format csv, tsv or jsonl, which are written row by row"
    case .cannotWatch: "--watch needs files and folders; what comes through a pipe can be read only once"
    case .otherVectors: "its vectors have another number of components now, or are new or gone; start jinascope again"
    case .item(let item, let reason): Self.name(item, reason) + "\(reason)"
    case .query(let reason): "the query: \(reason)"
    case .noVectorOfTask(let file, let task):
      "\(file) has no vector of the task \(task.map { "\($0)" } ?? ""); name the one it was made with by --task"
    case .otherCount(let file, let vectors, let items):
      "\(file) has \(vectors) vectors without ids, and the collection \(items) items; give the items that it was made of, in "
        + "the same order"
    case .repeatedVector(let file, let id):
      "\(file) has two vectors of \(id.debugDescription); keep the one that is meant"
    case .noVectorOfItems(let file, let id):
      "\(file) has no vector of an item of the collection; its first is called \(id.debugDescription)"
    case .noJudgments:
      "the collection brings no judgments; name queries with what is relevant (--queries FILE), or a table of judgments "
        + "(--qrels FILE)"
    case .noJudgedQuery(let name):
      "\(name) judges no query that is there; give the queries with --queries FILE, or name the collection that has them"
    case .noSplit(let name, let known):
      "no judgments are called \(name.debugDescription); there are \(known.joined(separator: ", "))"
    }
  }

  /// What stands before the reason; files say themselves which one they are.
  private static func name(_ item: CorpusItem, _ reason: any Error) -> String {
    if let place = item.place, place.line != nil { return "\(place): " }
    return reason is FileError || reason is ImageError ? "" : "item \(item.id.debugDescription): "
  }
}
