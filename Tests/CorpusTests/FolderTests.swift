import Embeddings
import Files
import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Folders: what in them cannot be read, and what says which of their files are items.
struct FolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.txt", "b.md", "c/d.txt"] { try folder.write("in \(name)", to: name) }
  }

  private func read(
    _ readsImages: Bool = false, isStrict: Bool = false, allowsOutside: Bool = false
  ) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(
      inputs: [folder.path],
      CorpusReader.Options(readsImages: readsImages, isStrict: isStrict, allowsOutside: allowsOutside))
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  @Test func whatIsNotUTF8IsLeftOutAndTold() throws {
    #expect(try read().remark == nil)
    try folder.write([0x61, 0xFF], to: "bad.txt")
    let reading = try read()
    #expect(reading.items.map(\.id) == ["a.txt", "b.md", "c/d.txt"].map(path) && reading.counts == [3, 0])
    #expect(
      reading.remark == "1 file was left out: \(path("bad.txt")), line 1, byte 2 is not UTF-8; save it as UTF-8")
    try folder.write([0x80], to: "c/worse.md")
    #expect(try read().skipped.count == 2)
    #expect(try read().remark?.hasPrefix("2 files were left out; the first: \(path("bad.txt")), line 1") == true)
    // What is named is not left out.
    #expect(throws: CorpusError.notUTF8(file: path("bad.txt"), line: 1, byte: 2)) {
      try CorpusReader.read(inputs: [path("bad.txt")])
    }
  }

  @Test func aLinkThatLeadsNowhereIsLeftOutAndTold() throws {
    try folder.makeLink("gone.txt", to: "nowhere.txt")
    #expect(try read().skipped == [.file(.notFound(path: path("gone.txt")))])
    #expect(try read().items.count == 3)
  }

  @Test(.enabled(if: getuid() != 0, "root reads everything")) func whatMayNotBeReadIsLeftOutAndTold() throws {
    try folder.write("x", to: "locked/x.txt")
    try folder.write("x", to: "y.png")
    for name in ["a.txt", "locked", "y.png"] {
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path(name))
    }
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path("locked")) }
    let reading = try read(true)
    #expect(reading.items.count == 2 && reading.skipped.count == 3)
  }

  @Test func aFolderOfWhichNothingCanBeReadIsRefused() throws {
    let other = try TemporaryFolder()
    try other.write([0x80], to: "x.txt")
    #expect(throws: CorpusError.notUTF8(file: other.path + "/x.txt", line: 1, byte: 1)) {
      try CorpusReader.read(inputs: [other.path])
    }
  }

  @Test func aListInAFolderSaysWhatItsItemsAre() throws {
    try folder.write(#"{"id": "one", "text": "1"}"# + "\n" + #"{"id": "two", "image": "p.png"}"#, to: "c/list.jsonl")
    try folder.write(#"{"items": ["c/list.jsonl", "b.md"], "more": 1}"#, to: "collection.json")
    #expect(try read(true).items.map(\.id) == ["one", "two", path("b.md")])
    #expect(try read(true).items[1].content == .image(.file(path("c/p.png"))))
    #expect(try read(false).items.map(\.id) == ["one", path("b.md")])
  }

  @Test func aListThatIsNoneIsRefusedAndSoIsWhatItNamesWrongly() throws {
    for (text, words) in [
      ("{\n]", ["collection.json, line 2", "not JSON"]), ("[]", ["collection.json is", "\"items\""]),
      ("{}", ["\"items\"", "missing"]), (#"{"items": [1]}"#, ["array of paths"]),
      (#"{"items": ["no.txt"]}"#, ["no.txt"]), (#"{"items": ["c"]}"#, ["is not a file"]),
      (#"{"items": ["b.md"], "judgments": "q.jsonl"}"#, ["\"judgments\"", "array of paths"]),
      (#"{"items": ["b.md"], "judgments": ["q.jsonl"]}"#, ["q.jsonl"]),
      (#"{"items": ["b.md"], "judgments": ["../q.jsonl"]}"#, ["leads out"]),
    ] {
      try folder.write(text, to: "collection.json")
      do throws(CorpusError) {
        _ = try read()
        Issue.record("\(text) was taken")
      } catch { for word in words { #expect(error.description.contains(word), "\(error)") } }
    }
  }

  @Test func aNameThatIsNotUTF8IsLeftOutAndTheRestOfItsFolderIsRead() throws {
    try folder.make(named: Array("caf".utf8) + [0xE9] + Array(".txt".utf8))
    try folder.make(named: Array("c/".utf8) + [0xC3, 0x28] + Array(".md".utf8))
    try folder.make(named: [0xFF], isFolder: true)
    // Nobody looks at these: hidden, of another kind, or pictures where none are wanted.
    try folder.make(named: [0x2E, 0xFF] + Array(".txt.swp".utf8))
    try folder.make(named: [0xFF] + Array(".o".utf8))
    try folder.make(named: [0xFE] + Array(".png".utf8))
    #expect(
      try read().skipped == [
        .file(.nameNotUTF8("\\xFF", folder: folder.path)), .file(.nameNotUTF8("caf\\xE9.txt", folder: folder.path)),
        .file(.nameNotUTF8("\\xC3(.md", folder: path("c"))),
      ])
    #expect(try read().items.map(\.id) == ["a.txt", "b.md", "c/d.txt"].map(path))
    #expect(try read(true).skipped.count == 4)
    #expect(throws: CorpusError.file(.nameNotUTF8("\\xFF", folder: folder.path))) { try read(isStrict: true) }
  }

  @Test func strictReadingStopsAtTheFirstFileThatCannotBeRead() throws {
    #expect(try read(isStrict: true).items.count == 3)
    try folder.makeLink("gone.txt", to: "nowhere.txt")
    #expect(throws: CorpusError.file(.notFound(path: path("gone.txt")))) { try read(isStrict: true) }
    try folder.remove("gone.txt")
    try folder.write([0x61, 0xFF], to: "c/bad.md")
    #expect(throws: CorpusError.notUTF8(file: path("c/bad.md"), line: 1, byte: 2)) { try read(isStrict: true) }
  }

  @Test func composedAndDecomposedNamesAreTwoFiles() throws {
    for name in ["\u{E9}.txt", "e\u{301}.txt"] { try folder.write(name, to: name) }
    let reading = try read()
    #expect(reading.items.count == 5 && reading.skipped.isEmpty)
    // A slash before a combining mark is a slash.
    try folder.write("deep", to: "x/\u{301}y/z.md")
    #expect(try read().items.first { $0.headline == "deep" }?.id == path("x/\u{301}y/z.md"))
  }

  @Test func nothingIsReadOutsideOfAFolder() throws {
    let other = try TemporaryFolder()
    try other.write("secret", to: "secret.txt")
    try folder.makeLink("own.txt", to: "c/d.txt")
    try folder.makeLink("out.txt", to: other.path + "/secret.txt")
    try folder.makeLink("c/up.md", to: "../../" + Path.name(of: other.path) + "/secret.txt")
    let reading = try read()
    #expect(reading.items.map(\.id) == ["a.txt", "b.md", "c/d.txt", "own.txt"].map(path))
    #expect(reading.skipped.count == 2 && reading.skipped.allSatisfy { "\($0)".contains("leads out of the folder") })
    #expect(try read(allowsOutside: true).items.count == 6)
    #expect(throws: CorpusError.self) { try read(isStrict: true) }
    // What is named is not in any folder.
    #expect(try CorpusReader.read(inputs: [path("out.txt")]).items.count == 1)
  }

  @Test(arguments: ["../x.txt", "c/../../x.txt", "/etc/passwd", "link.txt", "../nothing.txt"])
  func aListThatLeadsOutIsRefused(_ name: String) throws {
    let other = try TemporaryFolder()
    try other.write("secret", to: "x.txt")
    try folder.makeLink("link.txt", to: other.path + "/x.txt")
    try folder.write(#"{"items": ["\#(name)"]}"#, to: "collection.json")
    let place = CorpusItem.Place(file: path("collection.json"), line: nil)
    let leading = name.hasPrefix("/") ? name : path(name)
    #expect(throws: CorpusError.outside(place, path: leading, folder: folder.path)) { try read() }
    do throws(CorpusError) { _ = try read(allowsOutside: true) } catch {
      // Allowed, it is refused for what it is.
      if case .outside = error { Issue.record("\(error)") }
    }
  }

  @Test(arguments: ["../../p.png", "/etc/passwd", "link.png", "c/../../p.png"])
  func linesThatLeadOutAreRefused(_ name: String) throws {
    let other = try TemporaryFolder()
    try other.write("secret", to: "p.png")
    try folder.makeLink("link.png", to: other.path + "/p.png")
    try folder.write(#"{"image": "b.png"}"# + "\n" + #"{"image": "\#(name)"}"#, to: "list.jsonl")
    do throws(CorpusError) {
      _ = try CorpusReader.read(inputs: [path("list.jsonl")])
      Issue.record("\(name) was taken")
    } catch {
      #expect("\(error)".hasPrefix("\(path("list.jsonl")), line 2: ") && "\(error)".contains("--allow-outside"))
    }
    let allowed = try CorpusReader.read(inputs: [path("list.jsonl")], CorpusReader.Options(allowsOutside: true))
    #expect(allowed.items.count == 2)
    // Whoever writes to standard input can read what they name themselves.
    let lines = Array(#"{"image": "/etc/passwd"}"#.utf8)
    let piped = try CorpusReader.read(inputs: ["-"], standardInput: { () throws(FileError) in LineReader(lines) })
    #expect(piped.items[0].content == .image(.file("/etc/passwd")))
  }

  @Test func linesOfAListedFileMayNamePicturesOfTheWholeCollection() throws {
    try folder.write(#"{"image": "../p.png"}"#, to: "c/list.jsonl")
    try folder.write(#"{"items": ["c/list.jsonl"]}"#, to: "collection.json")
    #expect(try read(true).items[0].content == .image(.file(path("c/../p.png"))))
    // Named alone, its collection is its own folder.
    #expect(throws: CorpusError.self) { try CorpusReader.read(inputs: [path("c/list.jsonl")]) }
  }
}
