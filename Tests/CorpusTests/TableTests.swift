import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// Tables of delimited fields.
struct TableTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(
    _ bytes: some Sequence<UInt8>, _ columns: TableColumns = TableColumns(), isStrict: Bool = false,
    name: String = "t.csv"
  ) throws -> CorpusReading {
    try folder.write(bytes, to: name)
    return try CorpusReader.read(
      inputs: [folder.path + "/" + name], CorpusReader.Options(isStrict: isStrict, columns: columns))
  }

  private func texts(_ reading: CorpusReading) -> [String] {
    reading.items.compactMap { if case .text(let text) = $0.content { text } else { nil } }
  }

  /// The reason why a table of these bytes is refused, without the path.
  private func refusal(
    _ text: String, _ columns: TableColumns = TableColumns(), isStrict: Bool = false
  ) throws -> String? {
    do {
      _ = try read(text.utf8, columns, isStrict: isStrict)
      return nil
    } catch let error as CorpusError { return "\(error)".replacing(folder.path + "/", with: "") }
  }

  @Test(arguments: [
    ("text\na\n", ["a"]), ("text\r\na\r\nb", ["a", "b"]), ("\u{FEFF}text\na", ["a"]), ("text,x\n\"a,b\",1\n", ["a,b"]),
    ("text,x\n\"a\nb\",1\n", ["a\nb"]), ("text,x\r\n\"a\r\nb\",1\r\n", ["a\r\nb"]),
    ("text,x\n\"say \"\"a\"\"\",1", ["say \"a\""]),
    ("text,x\na\"b,1", ["a\"b"]), ("text,x\n\n a ,1\n\n", [" a "]), ("\"text\",x\na,", ["a"]),
    ("text,x\n\"a\",\"\"", ["a"]),
    ("text;x\na,b;1", ["a,b"]), ("text\tx\na;b\t1", ["a;b"]), ("a\nb", ["b"]),
    ("text,x\ne\u{301},\u{301}", ["e\u{301}"]),
  ])
  func aTableIsReadAsTheStandardSays(table: String, expected: [String]) throws {
    #expect(try texts(read(table.utf8)) == expected, "\(table.debugDescription)")
  }

  @Test func columnsAreGuessedFromTheHeaderAndSaid() throws {
    let reading = try read("doc_id,Category,Text\n7,news,one\n8,,two\n".utf8)
    #expect(reading.items.map(\.id) == ["7", "8"] && reading.items.map(\.label) == ["news", nil])
    #expect(texts(reading) == ["one", "two"])
    #expect(
      reading.remarks == [
        "\(folder.path)/t.csv: texts in \"Text\", ids in \"doc_id\", labels in \"Category\", by the names of its columns"
      ])
    #expect(reading.items[1].place?.description == folder.path + "/t.csv, line 3")
  }

  @Test func columnsThatAreSaidAreTaken() throws {
    let reading = try read(
      "a\tb\tid\n1\tx\tone\n".utf8, TableColumns(text: "b", id: "a", label: "id"), name: "t.tsv")
    #expect(
      reading.items == [
        CorpusItem(
          id: "1", content: .text("x"), label: "one", place: CorpusItem.Place(file: folder.path + "/t.tsv", line: 2))
      ])
    #expect(reading.remarks.isEmpty)
    #expect(
      try refusal("a,b\n1,2\n", TableColumns(text: "c"))
        == "t.csv has no column \"c\"; its columns are \"a\", \"b\": name one with --text-column")
    #expect(try refusal("a,a\n1,2\n", TableColumns(text: "a"))?.contains("several columns") == true)
    #expect(try refusal("x,y\n1,2\n")?.contains("name one with --text-column") == true)
  }

  @Test func picturesOfATableLieBesideIt() throws {
    let reading = try read("image,label\np/a.png,red\n../x.png,blue\n/etc/passwd,green\n".utf8)
    #expect(reading.items.map(\.content) == [.image(.file(folder.path + "/p/a.png"))])
    #expect(reading.skipped.count == 2 && reading.skipped.allSatisfy { "\($0)".contains("--allow-outside") })
    let both = try read("t,i\na,\n,p.png\nb,q.png\n,\n".utf8, TableColumns(text: "t", image: "i"))
    #expect(both.items.count == 2 && both.skipped.count == 2)
  }

  @Test func rowsThatAreNoneAreLeftOutByTheirLine() throws {
    let table = "id,text\n1,a\n2\n3,c,d\n4,\"e\"f\n5,\n6,\"g\nh\"\n7,i,\n"
    let reading = try read(table.utf8)
    #expect(texts(reading) == ["a", "g\nh"])
    #expect(
      reading.skipped.map { "\($0)".replacing(folder.path + "/", with: "") } == [
        "t.csv, line 3 has 1 field, and the header 2", "t.csv, line 4 has 3 fields, and the header 2",
        "t.csv, line 5: something stands between a closing quote and the end of its field",
        "t.csv, line 6: nothing stands in the column \"text\"", "t.csv, line 9 has 3 fields, and the header 2",
      ])
    #expect(reading.remark?.contains("5 lines were left out; the first: ") == true)
    #expect(try refusal(table, isStrict: true) == "t.csv, line 3 has 1 field, and the header 2")
  }

  @Test func whatIsNotUTF8SpoilsItsOwnRow() throws {
    let reading = try read(
      Array("id,text,x\n1,a,".utf8) + [0xFF] + Array("\n2,".utf8) + [0xE9] + Array(",\n3,c,\n".utf8))
    #expect(texts(reading) == ["a", "c"])
    #expect("\(reading.skipped)".contains("line 3: the column \"text\" is not UTF-8"))
  }

  @Test func aQuoteThatIsNeverClosedAndTwoEqualNamesAreRefused() throws {
    #expect(
      try refusal("id,text\n1,a\n2,\"b\n3,c\n") == "t.csv, line 3: a quote that opens here is never closed; close it")
    #expect(
      try refusal("id,text\n1,a\n1,b\n")
        == "t.csv, line 3: the id \"1\" is taken by t.csv, line 2; give each item its own")
    #expect(try refusal("")?.hasPrefix("there is nothing to embed") == true)
    #expect(try refusal("text\n")?.hasPrefix("there is nothing to embed") == true)
  }

  @Test func damagedTablesAreReadOrRefused() throws {
    let table = "id,text,label\r\n1,\"a \"\"b\"\"\",x\r\n2,\"c\r\nd\",\r\n3,é,y\n"
    let folder = folder
    Fuzzing("csv", count: 300).run([Array(table.utf8)], Fuzzing.text(["\"", ",", "\r", "\n", ";", "\t", "\"\""])) {
      bytes in
      try folder.write(bytes, to: "f.csv")
      _ = try CorpusReader.read(inputs: [folder.path + "/f.csv"])
    }
  }
}
