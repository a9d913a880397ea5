import Corpus
import Embeddings
import Reports
import TerminalUI
import Testing

@testable import Explorer

/// Parts of documents, and items that are nothing but vectors.
struct ChunkTests {
  private func chunk(_ text: String, _ range: Range<Int>) -> Chunk {
    Chunk(document: "d", part: TextPart(of: TextDocument(text), range))
  }

  private func shown(_ chunk: Chunk, columns: Int = 20, limit: Int = .max) -> [String] {
    ChunkText(chunk).lines(columns: columns, limit: limit).map { ($0.isOwn ? ">" : " ") + $0.text }
  }

  @Test func aPartStandsInsideOfItsDocument() {
    let text = "one\n\ntwo two\nthree\n\nfour"
    #expect(shown(chunk(text, 5..<18)) == [" one", " ", ">two two", ">three", " ", " four"])
    #expect(shown(chunk(text, 0..<3)) == [">one", " ", " two two", " three", " ", " four"])
    #expect(shown(chunk(text, 0..<24)) == [">one", ">", ">two two", ">three", ">", ">four"])
    #expect(shown(chunk("a b c", 2..<3)) == [" a ", ">b", "  c"])
    #expect(shown(chunk(text, 5..<18), limit: 3).count == 3)
  }

  @Test func aPartFarDownIsGoneToAtOnce() throws {
    let text = (0..<200).map { "line \($0)" }.joined(separator: "\n")
    let start = try #require(text.firstRange(of: "line 150")).lowerBound
    let offset = text.utf8.distance(from: text.utf8.startIndex, to: start)
    let item = CorpusItem(
      id: "d#2", content: .text("line 150"), chunk: chunk(text, offset..<(offset + 8)))
    #expect(ChunkText(try #require(item.chunk)).firstLine(columns: 40) == 148)
    var explorer = ExplorerHarness(
      items: [CorpusItem(id: "a", content: .text("a")), item], size: Size(columns: 120, rows: 40))
    try explorer.type("<Esc>3j")
    let drawn = screen(for: explorer.state).text
    #expect(drawn.contains("line 148") && drawn.contains("line 150") && !drawn.contains("line 147"))
    #expect(drawn.contains("bytes \(offset)–\(offset + 8) of \(text.utf8.count)"))
    #expect(explorer.state.inspector.line == 148)
    // From there one can scroll both ways, and back at another item.
    explorer.state.inspector.move(by: -10)
    #expect(explorer.state.inspector.line == 138)
    try explorer.type("k")
    #expect(explorer.state.inspector.line == 0)
  }

  @Test func partsAreReadInsideOfTheirDocumentsOrByThemselves() throws {
    let document = TextDocument("the river\n\nand the sea")
    func item(_ id: String, _ text: String, _ range: Range<Int>) -> CorpusItem {
      CorpusItem(
        id: id, content: .text(text), chunk: Chunk(document: "d", part: TextPart(of: document, range), isLate: false))
    }
    var explorer = ExplorerHarness(
      items: [item("d#1", "the river", 0..<9), item("d#2", "and the sea", 11..<22)], size: Size(columns: 120, rows: 40))
    try explorer.type("sea<Enter><Esc>3j")
    let task = explorer.state.subject.task
    let alone = try #require(explorer.state.subject.vectors.item(0, under: task))
    #expect(!screen(for: explorer.state).text.contains("read inside of it"))
    explorer.perform(.line("toggle-late-chunks"))
    #expect(explorer.state.subject.collection.isLate)
    #expect(screen(for: explorer.state).text.contains("read inside of it"))
    let inside = try #require(explorer.state.subject.vectors.item(0, under: task))
    #expect(inside != alone && explorer.state.subject.embeddedCount == 2)
    #expect(explorer.state.session(in: ["/d"]).reading == ["late-chunking": "true"])
    // What made the numbers goes with them.
    #expect(PaneFacts(state: explorer.state, prompts: [:]).vectors.members.contains { $0.name == "chunks" })
    explorer.perform(.line("toggle-late-chunks"))
    #expect(explorer.state.subject.vectors.item(0, under: task) == alone)
    #expect(explorer.state.session(in: ["/d"]).reading == ["late-chunking": "false"])
    var whole = ExplorerHarness()
    whole.perform(.line("toggle-late-chunks"))
    #expect(whole.picture.text.contains("--chunk"))
  }

  @Test func itemsHandTheirVectorsOver() {
    let vectors = ImportedVectors(SingleVector([0.6, 0.8]))
    let item = CorpusItem(id: "a", content: .text(""), vectors: vectors)
    #expect(item.request(tasks: []).imported == vectors && item.kind == "vec")
    #expect(item.fullText == "(a vector of 2 components, without its text)")
  }
}
