import Embeddings
import Synchronization
import Testing

@testable import Reports

@Suite struct MatrixTableTests {
  private let matrix = MatrixTable(rowNames: ["a", "b,c"], columnNames: ["id", "d", "e"]) { rows in
    let values: [Float] = [0.5, .nan, -1, 0.25, 1, .infinity]
    return SimilarityMatrix(
      rows: rows.count, columns: 3, values: Array(values[rows.lowerBound * 3..<rows.upperBound * 3]))
  }

  private func text(_ format: TableFormat) throws -> String {
    var facts = Facts()
    facts.add("task", "code")
    var bytes: [UInt8] = []
    try matrix.write(format, facts) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func everyFormNamesRowsAndColumnsAlike() throws {
    #expect(try text(.csv) == "id,id_2,d,e\na,0.5,,-1.0\n\"b,c\",0.25,1.0,\n")
    #expect(try text(.tsv) == "id\tid_2\td\te\na\t0.5\t\t-1.0\nb,c\t0.25\t1.0\t\n")
    #expect(
      try text(.json) == """
        {"task":"code","rows":[{"id":"a","id_2":0.5,"d":null,"e":-1.0},{"id":"b,c","id_2":0.25,"d":1.0,"e":null}]}

        """)
    #expect(
      try text(.jsonl) == """
        {"id":"a","id_2":0.5,"d":null,"e":-1.0,"task":"code"}
        {"id":"b,c","id_2":0.25,"d":1.0,"e":null,"task":"code"}

        """)
  }

  @Test func peopleAreShownNumberedColumns() {
    #expect(matrix.lines.first?.split(separator: " ") == ["#", "id", "1", "2", "3"])
    #expect(matrix.lines.last?.split(separator: " ") == ["3", "e"])
  }

  @Test func aLargeMatrixIsComputedInBlocksAndWrittenInPieces() throws {
    let blocks = Mutex<[Range<Int>]>([])
    let names = (0..<600).map { "item \($0)" }
    let matrix = MatrixTable(rowNames: names, columnNames: names) { rows in
      blocks.withLock { $0.append(rows) }
      return SimilarityMatrix(
        rows: rows.count, columns: 600, values: Array(repeating: 0.123_456_7, count: rows.count * 600))
    }
    var sizes: [Int] = []
    try matrix.write(.csv, Facts()) { sizes.append($0.count) }
    #expect(blocks.withLock { $0 } == [0..<256, 256..<512, 512..<600])
    #expect(sizes.count > 2 && sizes.allSatisfy { $0 < 1 << 21 })
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      try matrix.write(.json, Facts(), advance: { if $0 > 300 { throw Stop() } }, to: { _ in })
    }
  }

  /// A value that tells its row and its column, and whose text is short.
  private static func value(_ row: Int, _ column: Int) -> Float { Float(row) + Float(column) / 1024 }

  /// More rows than are computed at a time, and more bytes than are written at a time.
  @Test(arguments: [(600, 250), (257, 520), (2100, 70)])
  func everyLineOfALargeMatrixIsWrittenOnceWithItsOwnNameAndValues(rows: Int, columns: Int) throws {
    let (rowNames, columnNames) = ((0..<rows).map { "row \($0)" }, (0..<columns).map { "column \($0)" })
    let matrix = MatrixTable(rowNames: rowNames, columnNames: columnNames) { block in
      SimilarityMatrix(
        rows: block.count, columns: columns,
        values: block.flatMap { row in (0..<columns).map { Self.value(row, $0) } })
    }
    func lines(_ format: TableFormat) throws -> [Substring] {
      var bytes: [UInt8] = []
      var pieces = 0
      try matrix.write(format, Facts()) {
        bytes += $0
        pieces += 1
      }
      #expect(pieces > 1 && bytes.count > 1 << 20)
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }
    for (format, delimiter) in [(TableFormat.csv, ","), (.tsv, "\t")] {
      let expected = rowNames.indices.map { row in
        ([rowNames[row]] + (0..<columns).map { "\(Self.value(row, $0))" }).joined(separator: delimiter)
      }
      let found = try lines(format)
      #expect(found.count == rows + 2 && found[0] == (["id"] + columnNames).joined(separator: delimiter)[...])
      #expect(zip(found.dropFirst(), expected).allSatisfy { $0 == $1 } && found.last == "")
    }
    let objects = rowNames.indices.map { row in
      let members = (0..<columns).map { "\"\(columnNames[$0])\":\(Self.value(row, $0))" }
      return "{\"id\":\"\(rowNames[row])\",\(members.joined(separator: ","))}"
    }
    let found = try lines(.jsonl)
    #expect(found.count == rows + 1 && zip(found, objects).allSatisfy { $0 == $1 } && found.last == "")
    #expect(try lines(.json)[0] == "{\"rows\":[\(objects.joined(separator: ","))]}"[...])
  }

  @Test func aWideMatrixIsComputedFewRowsAtATime() throws {
    let largest = Mutex(0)
    let columns = (0..<60_000).map { "\($0)" }
    let matrix = MatrixTable(rowNames: (0..<40).map { "\($0)" }, columnNames: columns) { rows in
      largest.withLock { $0 = max($0, rows.count * columns.count) }
      return SimilarityMatrix(
        rows: rows.count, columns: columns.count, values: Array(repeating: 0.5, count: rows.count * columns.count))
    }
    var count = 0
    try matrix.forEachRow(advance: { _ in }) { _, values in count += values.count }
    #expect(count == 40 * 60_000 && largest.withLock { $0 } <= 1 << 20)
    #expect(!matrix.isReadable)
    #expect(MatrixTable(rowNames: columns, columnNames: ["a"]) { _ in preconditionFailure() }.isReadable)
  }

  @Test func aMatrixWithoutRowsIsItsHeader() throws {
    let empty = MatrixTable(rowNames: [], columnNames: ["a"]) { _ in SimilarityMatrix(rows: 0, columns: 1, values: []) }
    var bytes: [UInt8] = []
    try empty.write(.csv, Facts()) { bytes += $0 }
    #expect(String(decoding: bytes, as: UTF8.self) == "id,a\n" && empty.lines.count == 3)
  }
}
