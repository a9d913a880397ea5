internal import Embeddings
internal import Files

extension CorpusReader {
  /// Reads the items of a table with a header: one a row. Rows that are none are left out, each with its line.
  mutating func readTable(
    _ path: String, delimiter: UInt8, in folder: String, acceptsStreams: Bool
  ) throws(CorpusError) {
    var rows = DelimitedReader(
      try Self.opening { () throws(FileError) in try LineReader(path: path, acceptsStreams: acceptsStreams) },
      delimiter: delimiter)
    guard let header = try Self.header(of: &rows) else { return }
    let columns = try header.enumerated().map { (place, field) throws(CorpusError) in
      try Self.text(field, at: CorpusItem.Place(file: path, line: 1), column: "number \(place + 1)")
    }
    let places = try options.columns.places(in: columns, of: path)
    if let remark = places.remark { result.remarks.append(remark) }
    while true {
      let row: DelimitedReader.Row?
      do { row = try rows.next() } catch {
        let reason = CorpusError(error, in: path)
        guard case .row = error else { throw reason }
        try leaveOut(reason)
        continue
      }
      guard let row else { return }
      let place = CorpusItem.Place(file: path, line: row.line)
      try checkCount(at: place)
      try leavingOut { (reader) throws(CorpusError) in
        guard row.fields.count == columns.count else {
          throw .raggedRow(place, fields: row.fields.count, columns: columns.count)
        }
        try reader.append(row, places, columns, in: folder, at: place)
      }
    }
  }

  private mutating func append(
    _ row: DelimitedReader.Row, _ places: TableColumns.Places, _ columns: [String], in folder: String,
    at place: CorpusItem.Place
  ) throws(CorpusError) {
    func field(_ column: Int?) throws(CorpusError) -> String? {
      guard let column, !row.fields[column].isEmpty else { return nil }
      return try Self.text(row.fields[column], at: place, column: columns[column].debugDescription)
    }
    let content: CorpusItem.Content
    switch (try field(places.text), try field(places.image)) {
    case (let text?, nil): content = .text(text)
    case (nil, let name?):
      let path = Path.joined(Path.folder(of: place.file), name)
      try refuseOutside(path, of: folder, named: place)
      content = .image(.file(path))
    case (nil, nil):
      let names = [places.text, places.image].compactMap { $0 }.map { columns[$0].debugDescription }
      throw .badRow(place, reason: "nothing stands in the column \(names.joined(separator: " or "))")
    case (_?, _?): throw .badRow(place, reason: "it has a text and a picture; an item is one of them")
    }
    let id = try field(places.id)
    try append(
      CorpusItem(
        id: id ?? String(result.items.count), content: content, label: try field(places.label), place: place),
      isNamed: id != nil)
  }

  /// The fields of the header. Where it has none of the delimiter, but semicolons or tabs, those are the delimiter.
  private static func header(of rows: inout DelimitedReader) throws(CorpusError) -> [[UInt8]]? {
    do throws(DelimitedReader.Failure) {
      guard let line = try rows.firstLine() else { return nil }
      if !line.contains(rows.delimiter) {
        for other in [UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: ",")] where line.contains(other) {
          rows.delimiter = other
          break
        }
      }
      return try rows.next(startingWith: line)?.fields
    } catch { throw CorpusError(error, in: rows.name) }
  }

  private static func text(
    _ bytes: [UInt8], at place: CorpusItem.Place, column: String
  ) throws(CorpusError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw .badRow(place, reason: "the column \(column) is not UTF-8; save the file as UTF-8")
  }
}

extension CorpusError {
  /// What is wrong with a table.
  init(_ failure: DelimitedReader.Failure, in file: String) {
    func place(_ line: Int) -> CorpusItem.Place { CorpusItem.Place(file: file, line: line) }
    switch failure {
    case .file(let error): self = .file(error)
    case .row(let line, let reason): self = .badRow(place(line), reason: reason)
    case .openQuote(let line): self = .badRow(place(line), reason: "a quote that opens here is never closed; close it")
    }
  }
}
