internal import Files
internal import StrictJSON

/// The file in a folder that says what the folder holds, where not every text and picture in it is an item.
enum CollectionFile {
  private static let name = "collection.json"

  /// Where it is.
  static func path(in folder: String) -> String { Path.joined(folder, name) }

  /// The paths of the files that `folder` lists, behind the folder's own; `nil` where it lists none.
  static func files(in folder: String) throws(CorpusError) -> [String]? {
    let path = path(in: folder)
    let place = CorpusItem.Place(file: path, line: nil)
    let bytes: [UInt8]
    do { bytes = try FileContents.read(path, limit: ReadingLimit.state) } catch FileError.notFound { return nil } catch
    {
      throw .file(error)
    }
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes) } catch {
      throw .notJSON(CorpusItem.Place(file: path, line: error.line), column: error.column, reason: "\(error.reason)")
    }
    guard let members = document.object else { throw .notAnObject(place, found: document.kind) }
    let listed = members["items"]?.array
    guard let listed, listed.allSatisfy({ $0.string != nil }) else {
      throw .malformedMember(
        place, member: "items", expected: "an array of paths in its folder", found: members["items"]?.kind ?? "missing")
    }
    return listed.compactMap(\.string).map { Path.joined(folder, $0) }
  }
}
