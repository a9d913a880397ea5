internal import Files
internal import StrictJSON

/// The file in a folder that says what the folder holds, where not every text and picture in it is an item.
enum CollectionFile {
  private static let name = "collection.json"

  /// Where it is.
  static func path(in folder: String) -> String { Path.joined(folder, name) }

  /// What a folder lists: paths of files, behind the folder's own.
  struct List {
    /// The files whose items the collection has.
    let items: [String]
    /// The files of judged queries.
    let judgments: [String]
  }

  /// What `folder` lists; `nil` where it has no list.
  static func list(of folder: String) throws(CorpusError) -> List? {
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
    func paths(_ member: String) throws(CorpusError) -> [String] {
      guard let listed = members[member]?.array, listed.allSatisfy({ $0.string != nil }) else {
        throw .malformedMember(
          place, member: member, expected: "an array of paths in its folder",
          found: members[member]?.kind ?? "missing")
      }
      return listed.compactMap(\.string).map { Path.joined(folder, $0) }
    }
    let hasJudgments = members["judgments"].map { !$0.isNull } ?? false
    return List(items: try paths("items"), judgments: hasJudgments ? try paths("judgments") : [])
  }
}
