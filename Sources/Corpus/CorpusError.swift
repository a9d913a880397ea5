public import Files

/// Why a collection cannot be read.
public enum CorpusError: Error, Equatable, Sendable {
  /// A file or folder cannot be opened.
  case file(FileError)
  /// A file whose name does not tell a kind that is read.
  case unknownKind(path: String)
  /// Bytes that are not UTF-8; the line and the byte in it count from 1.
  case notUTF8(file: String, line: Int, byte: Int)
  /// A line that is not JSON; the column counts bytes from 1.
  case notJSON(CorpusItem.Place, column: Int, reason: String)
  /// A line, or the list of a folder, that is JSON, but not an object.
  case notAnObject(CorpusItem.Place, found: String)
  /// A member of an item that is not what it should be.
  case malformedMember(CorpusItem.Place, member: String, expected: String, found: String)
  /// An item with neither text nor image, or with both.
  case needsOneContent(CorpusItem.Place)
  /// A path in a collection that leads out of the collection's folder.
  case outside(CorpusItem.Place, path: String, folder: String)
  /// Two items of the same id.
  case duplicateID(String, CorpusItem.Place, CorpusItem.Place)
  /// More items than a collection may have; the place is that of the first one too many.
  case tooManyItems(CorpusItem.Place, limit: Int)
  /// Nothing to read in what was given.
  case empty(inputs: [String])
}

extension CorpusError: CustomStringConvertible {
  /// One sentence: which file and line, what is wrong, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .unknownKind(let path):
      "\(path) is none of .txt, .md, .jsonl, .png, .jpg and .jpeg; convert it, or send JSON Lines to standard input"
    case .notUTF8(let file, let line, let byte): "\(file), line \(line), byte \(byte) is not UTF-8; save it as UTF-8"
    case .notJSON(let place, let column, let reason): "\(place), column \(column) is not JSON: \(reason)"
    case .notAnObject(let place, let found):
      "\(place) is \(found); write an object such as "
        + (place.line == nil ? "{\"items\": [\"texts.jsonl\"]}" : "{\"id\": \"a\", \"text\": \"…\"}")
    case .malformedMember(let place, let member, let expected, let found):
      "\(place): \(member.debugDescription) must be \(expected), not \(found)"
    case .needsOneContent(let place): "\(place): an item needs \"text\" or \"image\", and not both"
    case .outside(let place, let path, let folder):
      (place.line == nil && place.file == path ? "" : "\(place): ")
        + "\(path) leads out of the folder \(folder); use --allow-outside if you trust this collection"
    case .duplicateID(let id, let first, let second):
      "\(second): the id \(id.debugDescription) is taken by \(first); give each item its own"
    case .tooManyItems(let place, let limit):
      "\(place): a collection has at most \(limit) items; split it, and embed the parts one after the other"
    case .empty(let inputs):
      "there is nothing to embed in \(inputs.joined(separator: ", ")); give .txt, .md, .jsonl, .png or .jpg files, or a folder of texts and pictures"
    }
  }
}
