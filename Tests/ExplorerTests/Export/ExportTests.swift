import Corpus
import Embeddings
import Foundation
import Imaging
import Plots
import Reports
import Safetensors
import StrictJSON
import Tensors
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("Exports")
struct ExportTests {
  /// A folder of its own, removed with the test.
  private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "jinascope-export-\(UUID().uuidString)")
    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: url) }
    func path(_ name: String) -> String { url.appending(path: name).path }
    func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
    func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: name))) }
  }

  private let folder: Folder
  private var harness: ExplorerHarness

  init() throws {
    folder = try Folder()
    harness = ExplorerHarness()
    try harness.type("water from the sea<Esc>2jj<Space>3")
  }

  private mutating func export(_ name: String) {
    harness.perform(.line("export \(folder.path(name))"))
  }

  /// A file of JSON.
  private func object(_ name: String) throws -> JSONObject {
    try #require(try JSONValue(parsing: try folder.bytes(name)).object)
  }

  @Test mutating func aRankingIsWrittenWithWhatMadeItBeside() throws {
    export("a.tsv")
    let rows = try folder.text("a.tsv").split(separator: "\n")
    #expect(rows.count == 25 && rows[0] == "rank\tid\tscore\tscore_code\trank_code\tlabel\tcontent")
    #expect(rows.allSatisfy { !$0.hasPrefix("#") })
    #expect(harness.state.screen.message?.text.hasPrefix("Written to ") == true)
    let facts = try object("a.tsv.meta.json")
    #expect(
      facts.members.map(\.name) == [
        "model", "fingerprint", "notice", "task", "dimensions", "collection", "passage_prompt", "role", "prompt",
        "query", "compared_tasks",
      ])
    #expect(facts["model"]?.string == "stub-model" && facts["fingerprint"]?.string == "0123456789abcdef")
    #expect(facts["dimensions"]?.integer == 128 && facts["compared_tasks"]?.string == "code")
    #expect(facts["role"]?.string == "query" && facts["prompt"]?.string == "Query: ")
    #expect(facts["query"]?.string == "water from the sea" && facts["passage_prompt"]?.string == "Passage: ")
  }

  @Test mutating func everyLineOfJSONLinesCarriesTheFacts() throws {
    export("a.jsonl")
    let lines = try folder.text("a.jsonl").split(separator: "\n")
    #expect(lines.count == 24)
    let first = try JSONValue(parsing: Array(lines[0].utf8)).object
    #expect(first?["id"]?.string == harness.listed[0] && first?["fingerprint"]?.string == "0123456789abcdef")
    #expect(first?["rank"]?.integer == 1)
    let score = try #require(harness.state.subject.shownRanking?.comparison.rankings[0])
    #expect(first?["score"]?.double.map { Float($0) } == score.scores[score.order[0]])
  }

  @Test mutating func lateInteractionIsExportedAsJSONWithWhatEachTokenFinds() throws {
    try harness.type("7t")
    export("a.json")
    let document = try object("a.json")
    let rows = try #require(document["rows"]?.array).map { try #require($0.object) }
    let shown = try #require(harness.shownLateInteraction)
    #expect(rows.count == shown.queryTokens.count)
    for (row, found) in zip(rows, shown.maxSim.contributions) {
      #expect(row["token"]?.string == shown.queryTokens[found.token])
      #expect(row["match"]?.string == shown.itemTokens[found.match])
      #expect(row["match_index"]?.integer == found.match && row["token_index"]?.integer == found.token)
      #expect(row["similarity"]?.double.map { Float($0) } == found.similarity)
    }
    #expect(document["score"]?.double.map { Float($0) } == shown.maxSim.score)
    #expect(document["query"]?.string == "water from the sea")
  }

  @Test mutating func theRankOfARankingIsANumberInJSON() throws {
    export("a.json")
    let rows = try #require(try object("a.json")["rows"]?.array)
    #expect(rows.compactMap { $0.object?["rank"]?.integer } == Array(1...24))
  }

  @Test mutating func aRunOfTRECHasSixFieldsALine() throws {
    export("a.trec")
    let lines = try folder.text("a.trec").split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.count == 24 && lines.allSatisfy { $0.count == 6 && $0[1] == "Q0" })
    #expect(lines[0][2] == Substring(harness.listed[0]) && lines[0][3] == "1")
    #expect(lines[0][5] == "jinascope-0123456789ab-retrieval-query-128")
  }

  @Test mutating func vectorsAreWrittenAtThePresentDimension() throws {
    try harness.type("<lt>")
    export("a.npy")
    let bytes = try folder.bytes("a.npy")
    #expect(bytes.starts(with: [0x93] + Array("NUMPY".utf8)))
    #expect(bytes.count % 64 == 0 && bytes.count - 24 * 64 * 4 == 128)
    #expect(try folder.text("a.npy.ids.jsonl").split(separator: "\n").count == 24)
    export("a.safetensors")
    let tensor = try #require(try SafetensorsFile(path: folder.path("a.safetensors")).tensor("embeddings"))
    #expect(tensor.shape == [24, 64])
    export("a.vectors.jsonl")
    let lines = try folder.text("a.vectors.jsonl").split(separator: "\n")
    let first = try JSONValue(parsing: Array(lines[0].utf8)).object
    #expect(lines.count == 24 && first?["embedding"]?.array?.count == 64)
    // They are of unit length wherever they are written, and the same in every form.
    let rows = tensor.floats()
    for row in 0..<24 {
      let vector = Array(rows[row * 64..<(row + 1) * 64])
      #expect(abs(SingleVector(vector).norm - 1) < 1e-6)
      let item = harness.state.subject.item(inRow: row)
      #expect(
        harness.state.subject.vectors.item(item, under: EmbeddingTask("retrieval"))?.truncated(to: 64).values == vector)
      let line = try JSONValue(parsing: Array(lines[row].utf8)).object
      #expect(line?["embedding"]?.array?.compactMap { $0.double.map { Float($0) } } == vector)
    }
    let stored = (0..<24 * 64).map { index in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[128 + index * 4 + $1]) << (8 * UInt32($1)) })
    }
    #expect(stored == rows)
    #expect(first?["id"]?.string == harness.listed[0] && first?["prompt"]?.string == "Passage: ")
    #expect(first?["dimensions"]?.integer == 64 && first?["tokens"]?.integer ?? 0 > 1)
  }

  @Test mutating func manyVectorsAreExportedAsTheyAre() throws {
    let items = (0..<2100).map { CorpusItem(id: "item-\($0)", content: .text("number\($0)")) }
    harness = ExplorerHarness(items: items)
    try harness.type("<Esc>3")
    export("a.npy")
    let bytes = try folder.bytes("a.npy")
    #expect(bytes.count == 128 + 2100 * 128 * 4 && bytes.count > 1 << 20)
    for row in [0, 1, 255, 256, 2047, 2048, 2099] {
      let vector = try #require(harness.state.subject.vectors.item(row, under: EmbeddingTask("retrieval")))
      let stored = (0..<128).map { index in
        Float(
          bitPattern: (0..<4).reduce(0) {
            $0 | UInt32(bytes[128 + (row * 128 + index) * 4 + $1]) << (8 * UInt32($1))
          })
      }
      #expect(stored == vector.truncated(to: 128).values, "\(row)")
    }
    let names = try folder.text("a.npy.ids.jsonl").split(separator: "\n")
    #expect(names.count == 2100 && names[2099].contains("\"item-2099\""))
  }

  @Test mutating func aRectangleAndThePairsNearAThresholdAreExportedAlone() throws {
    try harness.type("4l<Space>jjll")
    export("a.csv")
    #expect(try folder.text("a.csv").split(separator: "\n").count == 4)
    let facts = try object("a.csv.meta.json")
    #expect(facts["rectangle_rows"]?.integer == 3 && facts["rectangle_columns"]?.integer == 3)
    export("a.json")
    let matrix = try object("a.json")
    let rows = try #require(matrix["rows"]?.array)
    let value = rows[2].object?[harness.state.shownMatrix.reportedColumn(3).id]?.double
    #expect(value.map { Float($0) } == harness.state.shownMatrix.value(row: 2, column: 3))
    #expect(rows.count == 3 && matrix["fingerprint"]?.string == "0123456789abcdef")
    export("a.png")
    let image = try ImageDecoder().decode(try folder.bytes("a.png"), name: "a.png")
    #expect(image.width == 3 * 266 && image.height == 3 * 266)
    try harness.type("<Esc>t")
    export("b.tsv")
    let pairs = try folder.text("b.tsv").split(separator: "\n")
    #expect(pairs.count == 101 && pairs[0].hasPrefix("similarity\trow\tcolumn"))
    #expect(try object("b.tsv.meta.json")["threshold"]?.double != nil)
  }

  @Test mutating func sweepsAndMapsAreDrawnWithWhatMadeThem() throws {
    try harness.type("5")
    export("sweep.png")
    let sweep = try ImageDecoder().decode(try folder.bytes("sweep.png"), name: "sweep.png")
    let line = PixelCanvas.channels(of: Theme(depth: .trueColor).series(0).foreground)
    let colors = stride(from: 0, to: sweep.pixels.count, by: 3).map { Array(sweep.pixels[$0..<$0 + 3]) }
    #expect(sweep.width == 1200 && colors.contains(line))
    #expect(try folder.text("sweep.png.meta.json").contains("0123456789abcdef"))
    try harness.type("8")
    export("map.png")
    let map = try ImageDecoder().decode(try folder.bytes("map.png"), name: "map.png")
    #expect(map.width == 1200 && Set(stride(from: 0, to: map.pixels.count, by: 3).map { map.pixels[$0] }).count > 3)
    #expect(try folder.text("map.png.meta.json").contains("stub-model"))
  }

  @Test mutating func theMatrixIsWrittenWholeAsTableAndAsPicture() throws {
    try harness.type("4")
    export("a.csv")
    let rows = try folder.text("a.csv").split(separator: "\n")
    #expect(
      rows.count == 25 && rows.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 25 })
    export("a.png")
    let image = try ImageDecoder().decode(try folder.bytes("a.png"), name: "a.png")
    #expect(image.width == 24 * 33 && image.height == 24 * 33)
    let value = try #require(harness.state.shownMatrix.value(row: 0, column: 5))
    let color = harness.view(SimilarityPane.self).scale.color(of: value, depth: .trueColor)
    let pixel = image[0, 5 * 33]
    #expect(color == .rgb(red: pixel.red, green: pixel.green, blue: pixel.blue))
    #expect(try folder.text("a.png.meta.json").contains("0123456789abcdef"))
    try harness.type("5")
    export("b.json")
    let sweep = try JSONValue(parsing: try folder.bytes("b.json")).object
    #expect(sweep?["rows"]?.array?.count == 8 && sweep?["task"]?.string == "retrieval")
  }

  @Test mutating func aDifferenceNamesTheAdapterThatWasSubtracted() throws {
    try harness.type("4d")
    export("a.csv")
    #expect(try object("a.csv.meta.json")["subtracted_task"]?.string == "code")
    try harness.type("d")
    export("b.csv")
    #expect(try object("b.csv.meta.json")["subtracted_task"] == nil)
  }

  @Test mutating func whatCannotBeWrittenIsSaidInASentence() throws {
    export("a.doc")
    #expect(harness.state.screen.message?.isFailure == true)
    #expect(harness.state.screen.message?.text.contains(".tsv, .jsonl, .trec") == true)
    export("missing/a.tsv")
    #expect(harness.state.screen.message?.isFailure == true)
    try harness.type("7")
    export("a.png")
    #expect(harness.state.screen.message?.text.contains("use .tsv, .jsonl") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test mutating func anExportIsCancelled() throws {
    harness.isRunning = false
    export("a.tsv")
    #expect(harness.state.screen.message?.text.hasPrefix("Writing ") == true)
    harness.effects = []
    try harness.type("<C-c>")
    #expect(harness.effects == [.cancel(.export)] && harness.state.work.exportPath == nil)
    // What it told last may still be on its way.
    harness.perform(.progress(Job(slot: .export, progress: .writing(finished: 1, total: 9, unit: "rows"))))
    #expect(harness.state.work.jobs.isEmpty)
    #expect(harness.state.screen.message?.text.contains("was not written") == true)
  }

  @Test mutating func howFarAnExportIsStandsInTheFoot() throws {
    var jobs: [Job] = []
    let meter = ExportMeter { jobs.append($0) }
    try meter.advance(to: 1, of: 1000, "rows")
    try meter.advance(to: 250, of: 1000, "rows", at: .now + .seconds(2))
    try meter.advance(to: 251, of: 1000, "rows", at: .now + .seconds(2))
    #expect(jobs.map(\.progress) == [.writing(finished: 250, total: 1000, unit: "rows")])
    harness.isRunning = false
    harness.perform(.input(.resize(Size(columns: 200, rows: 40))))
    export("a.png")
    harness.perform(.progress(jobs[0]))
    let foot = harness.picture.text.split(separator: "\n").suffix(3).joined()
    for words in ["export 250/1000", "125 rows/s", "6 s left", "25%"] { #expect(foot.contains(words), "\(foot)") }
    harness.perform(.written(folder.path("a.png"), failure: nil))
    #expect(harness.state.work.jobs.isEmpty && harness.state.work.exportPath == nil)
  }

  @Test mutating func aCancelledExportLeavesNoFile() async throws {
    try harness.type("4")
    let posted = Recorder<Action>()
    let work = Task { [harness, folder = folder.url.path] in
      // Safe: the task is used within the call.
      unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
      for (pane, name) in [
        (Pane.similarity, "a.png"), (.similarity, "a.csv"), (.similarity, "a.json"), (.items, "a.npy"),
        (.items, "a.safetensors"), (.items, "a.vectors.jsonl"), (.items, "a.tsv"), (.dimensions, "b.png"),
      ] {
        let job = ExportJob(embedder: harness.embedder, state: harness.state, pane: pane, path: "\(folder)/\(name)")
        job.run { posted.record($0) }
      }
    }
    await work.value
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    #expect(posted.values.isEmpty)
  }

  @Test mutating func anExportInPlaceOfAnotherSaysSo() {
    harness.isRunning = false
    export("a.tsv")
    export("b.tsv")
    #expect(harness.state.screen.message?.text.contains("b.tsv instead of \(folder.path("a.tsv"))") == true)
    harness.perform(.written(folder.path("b.tsv"), failure: nil))
    #expect(harness.state.work.jobs.isEmpty)
  }

  @Test mutating func whatAnyPaneShowsCanBeKept() throws {
    for pane in Pane.allCases {
      try harness.type("<Esc>\(pane.number)")
      let format = try #require(pane.definition.exportFormats.first)
      export("\(pane.name).\(format.rawValue)")
      #expect(
        harness.state.screen.message?.text.hasPrefix("Written to ") == true,
        "\(pane): \(harness.state.screen.message?.text ?? "")")
      export("\(pane.name).json")
      #expect(try !folder.text("\(pane.name).json").isEmpty, "\(pane)")
    }
    #expect(try folder.text("adapters.tsv").contains("retrieval\t32\t32.0"))
    #expect(try folder.text("query.tsv").contains("\twater "))
    #expect(try folder.text("log.tsv").contains("Written to "))
  }

  @Test mutating func theKeyAsksForAFileWithANameReadyToTake() throws {
    harness.isRunning = false
    harness.effects = []
    try harness.type("e<Enter>")
    #expect(harness.effects.contains(.export(.items, path: "ranking-retrieval-128.tsv")))
  }
}
