internal import Files

/// The rows of a table of delimited fields, one at a time, as bytes: a byte that is no character spoils its own field
/// alone.
///
/// Source: RFC 4180, section 2. LF ends a row as CRLF does, blank lines are passed over, and a quote inside of a field that
/// does not begin with one stands for itself.
struct DelimitedReader: ~Copyable {
  /// A row, and the line it begins in.
  struct Row {
    let fields: [[UInt8]]
    let line: Int
  }

  /// Why there is no next row.
  enum Failure: Error {
    case file(FileError)
    /// What is wrong with the row that begins in a line.
    case row(line: Int, reason: String)
    /// A quote that is never closed: nothing can be told of what comes after it.
    case openQuote(line: Int)
  }

  private var lines: LineReader
  /// What stands between fields.
  var delimiter: UInt8

  private static let quote = UInt8(ascii: "\"")

  /// The file's name, for errors.
  var name: String { lines.name }

  init(_ lines: consuming LineReader, delimiter: UInt8) {
    self.lines = lines
    self.delimiter = delimiter
  }

  /// The first line that is not blank, from which everything else about a table is told; it is not read on from here.
  mutating func firstLine() throws(Failure) -> ArraySlice<UInt8>? { try nextLine() }

  /// The row that begins in `line`, or in the next line; `nil` at the end.
  ///
  /// - Throws: `Failure`; behind a `row` that is damaged the next one can be read.
  mutating func next(startingWith line: ArraySlice<UInt8>? = nil) throws(Failure) -> Row? {
    var first = line
    if first == nil { first = try nextLine() }
    guard var rest = first else { return nil }
    let start = lines.number
    var fields: [[UInt8]] = []
    while true {
      guard rest.first == Self.quote else {
        let end = rest.firstIndex(of: delimiter) ?? rest.endIndex
        fields.append(Array(rest[..<end]))
        if end == rest.endIndex { return Row(fields: fields, line: start) }
        rest = rest[(end + 1)...]
        continue
      }
      fields.append(try quotedField(&rest, start: start))
      if rest.isEmpty { return Row(fields: fields, line: start) }
      guard rest.first == delimiter else {
        throw .row(line: start, reason: "something stands between a closing quote and the end of its field")
      }
      rest = rest.dropFirst()
    }
  }

  /// The field that begins with a quote; `rest` is then what stands behind its closing one.
  private mutating func quotedField(_ rest: inout ArraySlice<UInt8>, start: Int) throws(Failure) -> [UInt8] {
    var field: [UInt8] = []
    rest = rest.dropFirst()
    while true {
      if let end = rest.firstIndex(of: Self.quote) {
        field += rest[..<end]
        rest = rest[(end + 1)...]
        guard rest.first == Self.quote else { return field }
        field.append(Self.quote)
        rest = rest.dropFirst()
      } else {
        field += rest
        guard field.count <= ReadingLimit.line else {
          throw .file(.lineTooLong(path: name, line: start, limit: ReadingLimit.line))
        }
        // The line ends inside of the field, with the ending that it has.
        field.append(contentsOf: endsInReturn ? [0x0D, 0x0A] : [0x0A])
        guard let line = try rawLine() else { throw .openQuote(line: start) }
        rest = line
      }
    }
  }

  /// Whether the last line ended in CRLF.
  private var endsInReturn = false

  private mutating func rawLine() throws(Failure) -> ArraySlice<UInt8>? {
    let next: ArraySlice<UInt8>?
    do { next = try lines.next() } catch { throw .file(error) }
    guard var line = next else { return nil }
    if lines.number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
    endsInReturn = line.last == UInt8(ascii: "\r")
    if endsInReturn { line.removeLast() }
    return line
  }

  private mutating func nextLine() throws(Failure) -> ArraySlice<UInt8>? {
    while let line = try rawLine() { if !line.isEmpty { return line } }
    return nil
  }
}
