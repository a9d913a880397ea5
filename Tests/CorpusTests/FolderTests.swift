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

  private func read(_ readsImages: Bool = false) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(inputs: [folder.path], readsImages: readsImages)
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
      (#"{"items": ["no.txt"]}"#, ["no.txt"]), (#"{"items": ["c"]}"#, ["is none of"]),
    ] {
      try folder.write(text, to: "collection.json")
      do throws(CorpusError) {
        _ = try read()
        Issue.record("\(text) was taken")
      } catch { for word in words { #expect(error.description.contains(word), "\(error)") } }
    }
  }
}
