public import StrictJSON

/// A form in which programs read a table.
public enum TableFormat: String, Hashable, Sendable, CaseIterable {
  /// Comma-separated values under a line of names.
  case csv
  /// Tab-separated values under a line of names.
  case tsv
  /// One object: what made the numbers, then `rows`, an object for each row.
  case json
  /// An object for each row, a line each, with what made the numbers in it.
  case jsonl

  /// How fields are delimited; `nil` of JSON.
  public var delimited: DelimitedText? {
    switch self {
    case .csv: .csv
    case .tsv: .tsv
    case .json, .jsonl: nil
    }
  }

  /// Whether the file itself says what made the numbers; else a file beside it must.
  public var holdsFacts: Bool { delimited == nil }
}

extension Table {
  /// The table as a file, with a line end at its end; `facts` have a place in the forms of JSON.
  ///
  /// - Throws: nothing that a table can hold: what is not finite is written as no value.
  public func bytes(as format: TableFormat, _ facts: Facts = Facts()) throws(JSONError) -> [UInt8] {
    if let delimited = format.delimited { return bytes(delimited) }
    var writer = JSONWriter()
    if format == .json {
      try writer.object { (writer) throws(JSONError) in
        try facts.write(to: &writer)
        writer.name("rows")
        try write(to: &writer)
      }
      writer.endLine()
      return writer.bytes
    }
    let facts = facts.besideMembers(columns.map(\.name))
    for row in rows {
      try writer.object { (writer) throws(JSONError) in
        try write(row, to: &writer)
        try facts.write(to: &writer)
      }
      writer.endLine()
    }
    return writer.bytes
  }

  /// The table as tab-separated values, for the clipboard.
  public var copiedText: String { String(decoding: bytes(.tsv), as: UTF8.self) }

  /// Writes the rows as an array of objects.
  public func write(to writer: inout JSONWriter) throws(JSONError) {
    try writer.array { (writer) throws(JSONError) in
      for row in rows {
        try writer.object { (writer) throws(JSONError) in try write(row, to: &writer) }
      }
    }
  }

  private func write(_ row: [Field], to writer: inout JSONWriter) throws(JSONError) {
    for (field, column) in zip(row, columns) {
      writer.name(column.name)
      try writer.value(field)
    }
  }

  private func bytes(_ delimited: DelimitedText) -> [UInt8] {
    var bytes: [UInt8] = []
    delimited.append(columns.map(\.name), to: &bytes)
    for row in rows { delimited.append(row.map(\.text), to: &bytes) }
    return bytes
  }
}

extension JSONWriter {
  /// Writes a field: a string, a number, or `null` where there is no value.
  mutating func value(_ field: Field) throws(JSONError) {
    switch field {
    case .text(let text): value(text)
    case .integer(let integer): value(integer)
    case .number(let number): if number.isFinite { try value(number) } else { null() }
    case .float(let number): if number.isFinite { try value(number) } else { null() }
    case .empty: null()
    }
  }
}
