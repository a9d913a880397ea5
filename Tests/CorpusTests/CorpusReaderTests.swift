import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

extension CorpusReader {
  /// The items alone.
  static func items(
    inputs: [String], texts: [String] = [], readsImages: Bool = false,
    standardInput: () throws(FileError) -> LineReader = { () throws(FileError) in try .standardInput() }
  ) throws(CorpusError) -> [CorpusItem] {
    try read(
      inputs: inputs, texts: texts, CorpusReader.Options(readsImages: readsImages), standardInput: standardInput
    ).items
  }
}

struct CorpusReaderTests {
  private func texts(_ items: [CorpusItem]) -> [String] {
    items.compactMap { if case .text(let text) = $0.content { text } else { nil } }
  }

  /// The items of JSON Lines on standard input.
  private func lines(_ text: String) throws(CorpusError) -> [CorpusItem] {
    try CorpusReader.items(inputs: ["-"], standardInput: { () throws(FileError) in LineReader(Array(text.utf8)) })
  }

  /// What strict reading of JSON Lines on standard input refuses.
  private func error(_ bytes: some Sequence<UInt8>) -> CorpusError? {
    do throws(CorpusError) {
      _ = try CorpusReader.read(
        inputs: ["-"], CorpusReader.Options(isStrict: true),
        standardInput: { () throws(FileError) in LineReader(Array(bytes)) })
      return nil
    } catch { return error }
  }

  private func place(_ line: Int) -> CorpusItem.Place { CorpusItem.Place(file: "standard input", line: line) }

  @Test func aFolderGivesItsTextsSortedByPathWithoutHiddenOnes() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b.txt", "a/z.md", "a.txt", "a/b/c.TXT", ".hidden.txt", ".git/x.txt", "notes.csv", "pic.PNG", "x.jsonl",
    ] {
      try folder.write("in \(name)\n", to: name)
    }
    try folder.makeLink("a/loop", to: "..")
    try folder.makeLink("linked.md", to: "a/z.md")
    for given in [folder.path, folder.path + "/"] {
      let items = try CorpusReader.items(inputs: [given])
      #expect(items.map(\.id) == ["a.txt", "a/b/c.TXT", "a/z.md", "b.txt", "linked.md"].map { folder.path + "/" + $0 })
      #expect(texts(items) == ["in a.txt", "in a/b/c.TXT", "in a/z.md", "in b.txt", "in a/z.md"])
    }
    let pictures = try CorpusReader.items(inputs: [folder.path], readsImages: true)
    #expect(pictures.last?.content == .image(.file(folder.path + "/pic.PNG")))
  }

  @Test(arguments: [
    ("a", "a"), ("a\n", "a"), ("a\r\n", "a"), ("a\n\n", "a\n"), ("a\r", "a\r"), ("", ""), ("\n", ""),
    ("\u{FEFF}a", "a"),
    ("\u{FEFF}\u{FEFF}a", "\u{FEFF}a"), ("a\u{FEFF}", "a\u{FEFF}"), (" a ", " a "),
    ("e\u{301}\u{0}\r\nb", "e\u{301}\u{0}\r\nb"),
    ("\u{FEFF}a\r", "a\r"),
  ])
  func aTextFileIsTakenExactlyButForItsMarkAndOneLineEnd(content: String, expected: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(content, to: "x.txt")
    let text = try #require(texts(try CorpusReader.items(inputs: [folder.path + "/x.txt"])).first)
    #expect(Array(text.unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func anItemLineHasWhatItsMembersSay() throws {
    let items = try lines(
      #"{"id":"a","text":"x\u0000y","label":"topic","language":"de","task":"retrieval.query","role":"passage","more":[1]}"#
        + "\r\n\n \t\n" + #"{"text":"second","id":null,"role":null}"# + "\n" + #"{"id":7,"image":"p/q.png"}"#)
    #expect(
      items == [
        CorpusItem(
          id: "a", content: .text("x\u{0}y"), label: "topic", language: "de", task: "retrieval.query", role: .passage,
          place: place(1)),
        CorpusItem(id: "1", content: .text("second"), place: place(4)),
        CorpusItem(id: "7", content: .image(.file("p/q.png")), place: place(5)),
      ])
  }

  @Test func numbersCountTheWholeCollection() throws {
    let folder = try TemporaryFolder()
    try folder.write("{\"text\":\"one\"}\n{\"text\":\"two\"}\n", to: "a.jsonl")
    try folder.write("{\"text\":\"three\"}", to: "b.jsonl")
    let items = try CorpusReader.items(
      inputs: [folder.path + "/a.jsonl", folder.path + "/b.jsonl"], texts: ["four", ""])
    #expect(items.map(\.id) == ["0", "1", "2", "3", "4"])
    #expect(texts(items) == ["one", "two", "three", "four", ""])
    #expect(items[2].place?.description == folder.path + "/b.jsonl, line 1")
  }

  @Test func aPictureOfALineIsRelativeToItsFile() throws {
    let folder = try TemporaryFolder()
    let own = folder.path + "/b.png"
    try folder.write("{\"image\":\"a.png\"}\n{\"image\":\"\(own)\"}", to: "images.jsonl")
    let items = try CorpusReader.items(inputs: [folder.path + "/images.jsonl"])
    #expect(items.map(\.content) == [.image(.file(folder.path + "/a.png")), .image(.file(own))])
  }

  @Test func aLineThatIsNotJSONIsNamed() {
    let error = error("{\"text\":\"a\"}\n\n{\"text\":b}\n".utf8)
    #expect(error == .notJSON(place(3), column: 9, reason: "found 'b' where a value is expected"))
    #expect(error?.description == "standard input, line 3, column 9 is not JSON: found 'b' where a value is expected")
  }

  @Test(arguments: [
    "not json", #"["text"]"#, #"{"id": "a"}"#, #"{"text": 1}"#, #"{"text": "a", "role": "both"}"#,
    #"{"text": "a", "embedding": "?"}"#, "{\"text\": \"\u{0}\"}",
  ])
  func aBadLineOfANamedFileIsLeftOutNamedAndCounted(line: String) throws {
    let folder = try TemporaryFolder()
    let good = #"{"id": "g", "text": "good"}"#
    try folder.write([good, line, "", line, #"{"text": "also"}"#].joined(separator: "\n"), to: "a.jsonl")
    let path = folder.path + "/a.jsonl"
    let reading = try CorpusReader.read(inputs: [path])
    #expect(texts(reading.items) == ["good", "also"] && reading.items.map(\.id) == ["g", "1"])
    #expect(reading.skipped.count == 2)
    #expect(
      reading.remark?.hasPrefix("2 lines were left out; the first: \(path), line 2") == true, "\(reading.remark ?? "")")
    #expect(throws: reading.skipped[0]) { try CorpusReader.read(inputs: [path], CorpusReader.Options(isStrict: true)) }
    // A file without a good line is no collection, whatever is named beside it.
    try folder.write([String](repeating: line, count: 2000).joined(separator: "\n"), to: "b.jsonl")
    #expect(throws: CorpusError.self) { try CorpusReader.read(inputs: [path, folder.path + "/b.jsonl"]) }
  }

  @Test(arguments: ["[1]", "\"text\"", "1", "null"]) func aLineThatIsNoObjectIsRefused(line: String) {
    guard case .notAnObject(place(1), _) = error(line.utf8) else {
      Issue.record("\(line) was read")
      return
    }
  }

  @Test(arguments: [
    #"{"text":"\ud800"}"#, #"{"text":"a" "id":"b"}"#, "{\"text\":\"a\"} x", "\u{FEFF}\u{FEFF}{\"text\":\"a\"}",
    "{\"text\":\"\t\"}",
  ])
  func aLineIsStrictJSON(line: String) {
    guard case .notJSON(place(1), _, _) = error(line.utf8) else {
      Issue.record("\(line) was read")
      return
    }
  }

  @Test func bytesThatAreNotUTF8AreNamedByFileLineAndByte() throws {
    let line = Array("{\"text\":\"ok\"}\n{\"text\":\"é".utf8) + [0xFF] + Array("\"}\n".utf8)
    #expect(error(line) == .lineNotUTF8(place(2), byte: 12))
    #expect(error(Array("{\"text\":".utf8) + [0xC3, 0x28]) == .lineNotUTF8(place(1), byte: 9))
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.md"
    try folder.write(Array("one\ntwo\nd".utf8) + [0xE2, 0x82], to: "x.md")
    #expect(throws: CorpusError.notUTF8(file: path, line: 3, byte: 2)) { try CorpusReader.items(inputs: [path]) }
    try folder.write([0x80], to: "x.md")
    #expect(throws: CorpusError.notUTF8(file: path, line: 1, byte: 1)) { try CorpusReader.items(inputs: [path]) }
  }

  @Test func membersMustBeWhatTheyShouldBe() {
    #expect(
      error(#"{"text":1}"#.utf8)
        == .malformedMember(place(1), member: "text", expected: "a string", found: "a whole number"))
    #expect(
      error(#"{"text":"a","role":"both"}"#.utf8)?.description
        == #"standard input, line 1: "role" must be "query" or "passage" or "none", not "both""#)
    for member in ["label", "language", "task", "id"] {
      guard case .malformedMember(_, member, _, _) = error(#"{"text":"a","\#(member)":[1]}"#.utf8) else {
        Issue.record("\(member) was read")
        continue
      }
    }
    #expect(error(#"{"id":"a"}"#.utf8) == .needsOneContent(place(1)))
    #expect(error(#"{"text":"a","image":"b"}"#.utf8) == .needsOneContent(place(1)))
    #expect(error(#"{"text":null}"#.utf8) == .needsOneContent(place(1)))
  }

  @Test func anIdTakenTwiceIsNamedWithBothPlaces() throws {
    #expect(
      error("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"a\",\"text\":\"y\"}".utf8)
        == .duplicateID("a", place(1), place(2)))
    let folder = try TemporaryFolder()
    try folder.write("x", to: "x.txt")
    let file = folder.path + "/x.txt"
    let place = CorpusItem.Place(file: file, line: nil)
    #expect(throws: CorpusError.duplicateID(file, place, place)) { try CorpusReader.items(inputs: [file, file]) }
  }

  @Test func whatHasNothingToEmbedIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: CorpusError.empty(inputs: [folder.path])) { try CorpusReader.items(inputs: [folder.path]) }
    #expect(error("\n \n".utf8) == .empty(inputs: ["-"]))
    #expect(error([]) == .empty(inputs: ["-"]))
  }

  @Test func whatIsMissingOrOfAnotherKindIsRefused() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/missing.txt"
    #expect(throws: CorpusError.file(.notFound(path: missing))) { try CorpusReader.items(inputs: [missing]) }
    try folder.write("a,b", to: "x.xyz")
    let table = folder.path + "/x.xyz"
    #expect(throws: CorpusError.unknownKind(path: table)) { try CorpusReader.items(inputs: [table]) }
    #expect(throws: CorpusError.file(.notPermitted(.read, path: "standard input"))) {
      try CorpusReader.items(
        inputs: ["-"],
        standardInput: { () throws(FileError) in throw FileError.notPermitted(.read, path: "standard input") })
    }
  }

  @Test func aByteOrderMarkBeforeTheFirstLineIsNoPartOfIt() throws {
    #expect(try texts(lines("\u{FEFF}{\"text\": \"a\"}\n{\"text\": \"b\"}\n")) == ["a", "b"])
    #expect(try texts(lines("\u{FEFF}\n\u{FEFF}".dropLast() + "{\"text\": \"a\"}")) == ["a"])
    // In the middle of a file it is a character, which JSON does not begin with.
    #expect(error("{\"text\": \"a\"}\n\u{FEFF}{\"text\": \"b\"}".utf8) != nil)
    let folder = try TemporaryFolder()
    try folder.write("\u{FEFF}{\"text\": \"é\"}\r\n", to: "a.jsonl")
    #expect(try texts(CorpusReader.items(inputs: [folder.path + "/a.jsonl"])) == ["é"])
  }

  @Test(arguments: [
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9223372036854775808"),
    ("-99999999999999999999", "-99999999999999999999"), ("18446744073709551615", "18446744073709551615"),
    ("0", "0"), (#""0""#, "0"), ("-0", "0"),
  ])
  func anIDThatIsAWholeNumberIsItsDigits(json: String, id: String) throws {
    #expect(try lines("{\"id\": \(json), \"text\": \"a\"}").map(\.id) == [id])
    #expect(try lines("{\"_id\": \(json), \"text\": \"a\"}").map(\.id) == [id])
  }

  @Test func whatNobodyReadsMayBeAnythingThatPythonReads() throws {
    let odd = #""score": NaN, "x": [Infinity, -Infinity, 1e999], "y": {"z": 1, "z": 2}, "n": 123456789012345678901"#
    #expect(try lines("{\"text\": \"a\", \(odd)}").map(\.id) == ["0"])
    for member in [
      #""text": NaN"#, #""text": "a", "id": NaN"#, #""text": "a", "id": 1.5"#, #""text": "a", "text": "b""#,
      #""text": "a", "id": 1, "id": 2"#, #""text": "a", "label": Infinity"#,
    ] {
      guard case .malformedMember(place(1), _, _, _)? = error("{\(member)}".utf8) else {
        Issue.record("\(member) was read, or is another error")
        continue
      }
    }
  }

  @Test func itemsOfBEIRAreCalledByTheirOwnID() throws {
    let items = try lines(
      #"{"_id": "d1", "title": "t", "text": "a", "metadata": {}}"# + "\n" + #"{"_id": 7, "text": "b"}"#)
    #expect(items.map(\.id) == ["d1", "7"])
    #expect(try lines(#"{"id": "x", "_id": "y", "text": "a"}"#).map(\.id) == ["x"])
    #expect(try lines(#"{"id": null, "_id": "y", "text": "a"}"#).map(\.id) == ["y"])
  }

  @Test func anIDThatIsMadeUpGivesWayToOneThatIsGiven() throws {
    let text = #"{"text": "a"}"# + "\n" + #"{"id": "0", "text": "b"}"# + "\n" + #"{"text": "c"}"# + "\n"
    #expect(try lines(text + #"{"id": 2, "text": "d"}"#).map(\.id) == ["0-2", "0", "2-2", "2"])
    #expect(try lines(text + #"{"id": "0-2", "text": "d"}"#).map(\.id) == ["0-3", "0", "2", "0-2"])
    let texts = try CorpusReader.items(
      inputs: ["-"], texts: ["x"],
      standardInput: { () throws(FileError) in LineReader(Array(#"{"id": "1", "text": "a"}"#.utf8)) })
    #expect(texts.map(\.id) == ["1", "1-2"])
    // Two that are given are an error, also where one is a number.
    #expect(
      error((#"{"id": 3, "text": "a"}"# + "\n" + #"{"id": "3", "text": "b"}"#).utf8)
        == .duplicateID("3", place(1), place(2)))
    // Composed and decomposed are two.
    #expect(try lines("{\"id\": \"é\", \"text\": \"a\"}\n{\"id\": \"e\u{301}\", \"text\": \"b\"}").count == 2)
  }
}
