internal import Files
internal import StrictJSON

/// The file in a folder that says what the folder holds, where not every text and picture in it is an item.
struct CollectionFile {
  private static let name = "collection.json"

  /// The paths of the files that hold the items, behind the folder's own.
  let items: [String]
  /// The paths of the files that hold queries which were judged, and are no items.
  let queries: [String]

  /// Where it is.
  static func path(in folder: String) -> String { Path.joined(folder, name) }

  /// Reads the file of a folder; `nil` where there is none.
  init?(in folder: String) throws(CorpusError) {
    let path = Self.path(in: folder)
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
    func paths(_ name: String) throws(CorpusError) -> [String] {
      let listed = members[name]?.array
      guard let listed, listed.allSatisfy({ $0.string != nil }) else {
        throw .malformedMember(
          place, member: name, expected: "an array of paths in its folder", found: members[name]?.kind ?? "missing")
      }
      return listed.compactMap(\.string).map { Path.joined(folder, $0) }
    }
    items = try paths("items")
    queries = members["queries"] == nil ? [] : try paths("queries")
  }
}
