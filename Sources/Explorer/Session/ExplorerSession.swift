public import StrictJSON

/// What is kept from one start of the explorer to the next: where the user was, and what was asked.
public struct ExplorerSession: Hashable, Sendable {
  /// The paths of the collection; none for the samples.
  public private(set) var collection: [String] = []
  /// How the collection was read, by the names of the options that said so.
  public var reading: [String: String] = [:]
  /// The identifier of the selected item.
  var item: String?
  /// The current adapter.
  var task: String?
  /// The adapters compared with it.
  var marked: [String] = []
  /// Components of the vectors that are compared.
  var dimensions: Int?
  /// The side the query stands on.
  var role: String?
  /// The order of the similarities.
  var order: String?
  /// The rows of A × B; `nil` for all.
  var rowSet: Set?
  /// The columns of A × B; `nil` for all.
  var columnSet: Set?
  /// What is compared with the items.
  var rows: String?
  /// What was asked, the oldest first.
  var history: [String] = []

  /// Some items of the collection.
  struct Set: Hashable, Sendable {
    /// What the user calls them.
    var name: String
    /// Their identifiers.
    var items: [String]
  }

  /// The option that says whether parts of documents are read inside of them: `true` or `false`.
  public static let lateChunking = "late-chunking"

  /// A session without anything remembered.
  public init() {}

  /// Names another collection; what was chosen of the items stays behind, and how they were read.
  public mutating func move(to collection: [String]) {
    self.collection = collection
    reading = [:]
    item = nil
    (rowSet, columnSet, rows) = (nil, nil, nil)
  }

  /// How many queries are kept.
  private static let historyLimit = 1000

  /// Reads what `placeDocument` wrote; what is missing or of another kind is left out.
  ///
  /// - Throws: `SessionError` where it is no JSON object.
  public mutating func readPlace(_ document: [UInt8]) throws(SessionError) {
    guard let object = try SessionError.parse(document).object else { throw .notASession }
    // One is written as a text, as it always was.
    collection =
      object["collection"].map { value in value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? [] } ?? []
    reading = [:]
    for member in object["reading"]?.object?.members ?? [] { reading[member.name] = member.value.string }
    item = object["item"]?.string
    task = object["task"]?.string
    marked = object["compared"]?.array?.compactMap(\.string) ?? []
    dimensions = object["dimension"]?.integer
    role = object["role"]?.string
    order = object["order"]?.string
    rows = object["rows"]?.string
    rowSet = Set(object["row_set"])
    columnSet = Set(object["column_set"])
  }

  /// Reads what `historyDocument` wrote.
  ///
  /// - Throws: `SessionError` where it is no JSON array of strings.
  public mutating func readHistory(_ document: [UInt8]) throws(SessionError) {
    guard let values = try SessionError.parse(document).array else { throw .notASession }
    let texts = values.compactMap(\.string)
    guard texts.count == values.count else { throw .notASession }
    history = texts.suffix(Self.historyLimit)
  }

  /// The session with the queries of `kept` as well, which other instances have kept since `start`: what was asked here
  /// comes last, and what was forgotten here is forgotten.
  public func mergingHistory(_ kept: ExplorerSession, since start: ExplorerSession) -> ExplorerSession {
    let places = Dictionary(
      start.history.enumerated().map { (ExactString($0.element), $0.offset) }, uniquingKeysWith: { $1 })
    // Asked here is what was not there at the start, and what has moved behind something.
    var last = -1
    let asked = history.filter { text in
      guard let place = places[ExactString(text)] else {
        last = .max
        return true
      }
      defer { last = max(last, place) }
      return place < last
    }
    let known = Swift.Set(history.map(ExactString.init))
    let isForgotten: (String) -> Bool = { text in
      places[ExactString(text)] != nil && !known.contains(ExactString(text))
    }
    let isAsked = Swift.Set(asked.map(ExactString.init))
    var merged = self
    merged.history = kept.history.filter { !isForgotten($0) && !isAsked.contains(ExactString($0)) } + asked
    return merged
  }

  /// Where the user is, as a JSON object on a line.
  public var placeDocument: [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      let texts = [
        ("collection", collection.count == 1 ? collection[0] : nil), ("item", item), ("task", task), ("role", role),
        ("order", order),
        ("rows", rows),
      ]
      for (name, text) in texts { if let text { writer.member(name, text) } }
      if collection.count > 1 {
        writer.member("collection") { writer in writer.array { writer in collection.forEach { writer.value($0) } } }
      }
      if !reading.isEmpty {
        writer.member("reading") { writer in
          writer.object { writer in
            for (name, text) in reading.sorted(by: { $0.key < $1.key }) { writer.member(name, text) }
          }
        }
      }
      if let dimensions { writer.member("dimension", dimensions) }
      writer.member("compared") { writer in writer.array { writer in for name in marked { writer.value(name) } } }
      for (name, set) in [("row_set", rowSet), ("column_set", columnSet)] {
        if let set { writer.member(name) { set.write(to: &$0) } }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  /// What was asked, as a JSON array of strings on a line.
  public var historyDocument: [UInt8] {
    var writer = JSONWriter()
    writer.array { writer in for text in history.suffix(Self.historyLimit) { writer.value(text) } }
    writer.endLine()
    return writer.bytes
  }
}

extension ExplorerSession.Set {
  /// Reads what `write` wrote; `nil` where it is something else.
  fileprivate init?(_ value: JSONValue?) {
    guard let object = value?.object, let name = object["name"]?.string, let items = object["items"]?.array else {
      return nil
    }
    self.init(name: name, items: items.compactMap(\.string))
  }

  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", name)
      writer.member("items") { writer in writer.array { writer in for item in items { writer.value(item) } } }
    }
  }
}

/// Why a file of an earlier session cannot be used.
public enum SessionError: Error, Equatable, CustomStringConvertible {
  /// It is not JSON.
  case damaged(JSONError)
  /// It is JSON, but not what the explorer writes.
  case notASession

  /// What is wrong with it; the caller puts the file's name before it.
  public var description: String {
    switch self {
    case .damaged(let error): "\(error)"
    case .notASession: "it is not what the explorer writes"
    }
  }

  fileprivate static func parse(_ bytes: [UInt8]) throws(SessionError) -> JSONValue {
    do { return try JSONValue(parsing: bytes) } catch { throw .damaged(error) }
  }
}
