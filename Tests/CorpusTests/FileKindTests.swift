import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// What is read in a folder, and as what.
struct FileKindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ names: String..., readsImages: Bool = true) throws(CorpusError) -> CorpusReading {
    try CorpusReader.read(
      inputs: names.isEmpty ? [folder.path] : names.map { folder.path + "/" + $0 },
      CorpusReader.Options(readsImages: readsImages))
  }

  private func names(_ reading: CorpusReading) -> [String] {
    reading.items.map { String($0.id.dropFirst(folder.path.count + 1)) }
  }

  @Test(arguments: [
    (Array("RIFF\u{0}\u{0}\u{0}\u{0}WEBPVP8 ".utf8), "a WebP picture"), (Array("GIF89a..".utf8), "a GIF picture"),
    ([0x49, 0x49, 0x2A, 0x00, 8], "a TIFF picture"), (Array("\u{0}\u{0}\u{0}\u{20}ftypavif".utf8), "an AVIF picture"),
    (Array("\u{0}\u{0}\u{0}\u{18}ftypheic".utf8), "a HEIF picture"), ([0x1F, 0x8B, 8, 0], "compressed with gzip"),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive"), (Array("PAR1".utf8), "a Parquet table"),
    ([0xFF, 0xFE, 0x61, 0x00], "a text in UTF-16"),
  ])
  func aFileUnderAnotherFormatsNameIsNamedForWhatItIs(bytes: [UInt8], found: String) throws {
    for name in ["x.jpg", "x.txt"] {
      try folder.write(bytes, to: name)
      do throws(CorpusError) {
        _ = try read(name)
        Issue.record("\(found) was read as \(name)")
      } catch { #expect("\(error)".hasPrefix("\(folder.path)/\(name) is \(found)"), "\(error)") }
    }
    try folder.write("a", to: "a.txt")
    let reading = try read()
    #expect(names(reading) == ["a.txt"] && reading.skipped.count == 2)
  }

  @Test func aPictureUnderATextsNameIsAPicture() throws {
    try folder.write([0xFF, 0xD8, 0xFF, 0xE0], to: "x.txt")
    #expect(try read("x.txt").items[0].content == .image(.file(folder.path + "/x.txt")))
  }

  @Test func sourceCodeHasItsLanguageAsLabel() throws {
    for (name, text) in [
      ("a.swift", "let a = 1"), ("b.PY", "b = 2"), ("Makefile", "all:"), ("d.txt", "d"), ("e.o", "x"),
      ("f.h", "int f;"),
    ] { try folder.write(text, to: name) }
    let reading = try read()
    #expect(names(reading) == ["Makefile", "a.swift", "b.PY", "d.txt", "f.h"])
    #expect(reading.items.map(\.label) == ["Make", "Swift", "Python", nil, "C"])
  }

  @Test func textsWithoutAnEndingAreRead() throws {
    try folder.write("Read me.", to: "README")
    try folder.write([0x7F] + Array("ELF".utf8) + [2, 1, 1, 0], to: "program")
    try folder.write([0x80, 0x81], to: "latin")
    try folder.write("", to: "empty")
    try folder.write(String(repeating: "é", count: 3000), to: "x/long")
    #expect(try names(read()) == ["README", "x/long"])
    #expect(try read().skipped.isEmpty)
    #expect(try read("README").items.count == 1)
    #expect(throws: CorpusError.unknownKind(path: folder.path + "/latin")) { try read("latin") }
  }

  @Test func pagesAreTheirTextAndStructuredTextIsTakenAsItStands() throws {
    try folder.write("<p>one &amp; two<script>three</script>", to: "a.html")
    try folder.write("Title\n=====\n", to: "b.rst")
    #expect(try read().items.map(\.content) == [.text("one & two"), .text("Title\n=====")])
  }

  @Test func whatIsIgnoredIsNotRead() throws {
    for name in [
      "a.txt", "a.log.txt", "build/b.txt", "src/c.txt", "src/d.tmp.txt", "src/keep.tmp.txt", "src/deep/e.txt",
      "out/f.txt",
      "src/private/g.txt", "node_modules/m/h.js",
    ] { try folder.write("x", to: name) }
    try folder.write("*.log.txt\n/build/\n*.tmp.txt\nnode_modules\n", to: ".gitignore")
    try folder.write("!keep.tmp.txt\nprivate/\n", to: "src/.gitignore")
    try folder.write("out\n", to: ".jinascopeignore")
    #expect(try names(read()) == ["a.txt", "src/c.txt", "src/deep/e.txt", "src/keep.tmp.txt"])
    // What lies in a folder that is left out is not looked at, whatever is said of it.
    try folder.write("!b.txt\n", to: "build/.gitignore")
    #expect(try names(read()).contains("build/b.txt") == false)
    // The rules of the tool's own file win over git's.
    try folder.write("!build\n!out\n", to: ".jinascopeignore")
    #expect(try names(read()).contains("build/b.txt"))
    // What is named is read.
    #expect(try read("a.log.txt").items.count == 1)
  }

  @Test func loopsOfLinksAndWhatIsNoFileEnd() throws {
    try folder.write("a", to: "a.txt")
    try folder.makeFolder("x")
    try folder.makeLink("x/up", to: "..")
    try folder.makeLink("self.txt", to: "self.txt")
    try folder.makePipe("pipe.txt")
    let reading = try read()
    #expect(names(reading) == ["a.txt"])
    #expect(reading.skipped.count == 1 && "\(reading.skipped[0])".contains("self.txt"))
  }
}
