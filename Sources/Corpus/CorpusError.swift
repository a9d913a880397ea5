public import Embeddings
public import Files

/// Why a collection cannot be read.
public enum CorpusError: Error, Equatable, Sendable {
  /// A file or folder cannot be opened.
  case file(FileError)
  /// A file whose name does not tell a kind that is read.
  case unknownKind(path: String)
  /// A file that is, by its first bytes, something that is not read.
  case otherContent(path: String, found: String, remedy: String)
  /// Bytes that are not UTF-8; the line and the byte in it count from 1.
  case notUTF8(file: String, line: Int, byte: Int)
  /// A line that is not UTF-8; the byte counts from 1.
  case lineNotUTF8(CorpusItem.Place, byte: Int)
  /// A line that is not JSON; the column counts bytes from 1.
  case notJSON(CorpusItem.Place, column: Int, reason: String)
  /// A line, or the list of a folder, that is JSON, but not an object.
  case notAnObject(CorpusItem.Place, found: String)
  /// A member of an item that is not what it should be.
  case malformedMember(CorpusItem.Place, member: String, expected: String, found: String)
  /// An item with neither text nor image, or with both.
  case needsOneContent(CorpusItem.Place)
  /// A vector that is none, or none beside the others.
  case badVector(CorpusItem.Place, VectorFault)
  /// A document whose pages cannot be had.
  case badDocument(path: String, reason: String)
  /// A file of vectors that is none, or not as it says.
  case badVectors(file: String, reason: String)
  /// A row of a table with another number of fields than its header.
  case raggedRow(CorpusItem.Place, fields: Int, columns: Int)
  /// A row of a table that is not written as rows are.
  case badRow(CorpusItem.Place, reason: String)
  /// A table in which a column that is needed is not to be found.
  case noColumn(file: String, wanted: String, columns: [String], option: String)
  /// A path in a collection that leads out of the collection's folder.
  case outside(CorpusItem.Place, path: String, folder: String)
  /// Two items of the same id.
  case duplicateID(String, CorpusItem.Place, CorpusItem.Place)
  /// A part of a document that cannot be read inside of it.
  case unreadPart(id: String, reason: RequestError)
  /// More items than a collection may have; the place is that of the first one too many.
  case tooManyItems(CorpusItem.Place, limit: Int)
  /// A file of judgments that has none.
  case noJudgment(file: String)
  /// Nothing to read in what was given.
  case empty(inputs: [String])
}

extension CorpusError {
  /// What is left out where something is wrong.
  enum Extent: String, CaseIterable {
    case file, line, part
  }

  /// How much of a file is wrong.
  var extent: Extent {
    switch self {
    case .unreadPart: .part
    case .badVector(let place, _), .raggedRow(let place, _, _), .badRow(let place, _), .needsOneContent(let place),
      .outside(let place, _, _), .lineNotUTF8(let place, _), .notJSON(let place, _, _), .notAnObject(let place, _),
      .malformedMember(let place, _, _, _):
      place.line != nil ? .line : .file
    default: .file
    }
  }
}

extension CorpusError {
  /// The file that cannot be read as a whole, or the one that is at fault.
  var path: String? {
    switch self {
    case .file(let error): error.path
    case .unknownKind(let path), .otherContent(let path, _, _), .badDocument(let path, _): path
    case .notUTF8(let file, _, _), .badVectors(let file, _), .noColumn(let file, _, _, _), .noJudgment(let file): file
    case .lineNotUTF8(let place, _), .notJSON(let place, _, _), .notAnObject(let place, _),
      .malformedMember(let place, _, _, _),
      .needsOneContent(let place), .badVector(let place, _), .raggedRow(let place, _, _), .badRow(let place, _),
      .outside(let place, _, _), .duplicateID(_, _, let place), .tooManyItems(let place, _):
      place.file
    case .empty, .unreadPart: nil
    }
  }
}

extension CorpusError: CustomStringConvertible {
  /// One sentence: which file and line, what is wrong, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .unknownKind(let path):
      "\(path) is no text, source code, picture or table by its name; rename it, convert it, or send JSON Lines to standard "
        + "input"
    case .otherContent(let path, let found, let remedy): "\(path) is \(found); \(remedy)"
    case .notUTF8(let file, let line, let byte): "\(file), line \(line), byte \(byte) is not UTF-8; save it as UTF-8"
    case .lineNotUTF8(let place, let byte): "\(place), byte \(byte) is not UTF-8; save it as UTF-8"
    case .notJSON(let place, let column, let reason): "\(place), column \(column) is not JSON: \(reason)"
    case .notAnObject(let place, let found):
      "\(place) is \(found); write an object such as "
        + (place.line == nil ? "{\"items\": [\"texts.jsonl\"]}" : "{\"id\": \"a\", \"text\": \"…\"}")
    case .malformedMember(let place, let member, let expected, let found):
      "\(place): \(member.debugDescription) must be \(expected), not \(found)"
    case .needsOneContent(let place): "\(place): an item needs \"text\" or \"image\", and not both"
    case .badVector(let place, let fault): "\(place): the vector is none: \(fault)"
    case .badVectors(let file, let reason), .badDocument(let file, let reason): "\(file) \(reason)"
    case .raggedRow(let place, let fields, let columns):
      "\(place) has \(fields) field\(fields == 1 ? "" : "s"), and the header \(columns)"
    case .badRow(let place, let reason): "\(place): \(reason)"
    case .noColumn(let file, let wanted, let columns, let option):
      "\(file) has \(wanted); its columns are \(columns.map(\.debugDescription).joined(separator: ", ")): name one with "
        + option
    case .noJudgment(let file):
      "\(file) judges nothing; give each query \"relevant\" with ids of items, or name a table of judgments with --qrels"
    case .outside(let place, let path, let folder):
      (place.line == nil && place.file == path ? "" : "\(place): ")
        + "\(path) leads out of the folder \(folder); use --allow-outside if you trust this collection"
    case .duplicateID(let id, let first, let second):
      "\(second): the id \(id.debugDescription) is taken by \(first); give each item its own"
    case .unreadPart(let id, let reason): "\(id): \(reason)"
    case .tooManyItems(let place, let limit):
      "\(place): a collection has at most \(limit) items; split it, and embed the parts one after the other"
    case .empty(let inputs):
      "there is nothing to embed in \(inputs.joined(separator: ", ")); give texts, pictures, .jsonl files, or a folder of texts and pictures"
    }
  }
}
