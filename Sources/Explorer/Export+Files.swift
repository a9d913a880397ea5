import Corpus
import Embeddings
import Files
import Imaging
import Safetensors
import StrictJSON
import Tensors
import TerminalUI

extension ExplorerState {
  /// What the export of the pane with the focus is called unless the user says otherwise; `nil` where it has none.
  var suggestedExport: String? {
    guard let format = ExportFormat.all(of: focus).first else { return nil }
    let name = focus == .items ? "ranking" : focus.title.lowercased()
    return "\(name)-\(task.name)-\(dimensions).\(format.rawValue)"
  }

  /// Writes what `pane` shows to the file at `path`, in the form that its ending names.
  func export(_ pane: Pane, to path: String, prompts: [PromptRole: String]) throws {
    let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last.map(String.init) ?? ""
    guard let format = ExportFormat(rawValue: ending.lowercased()), ExportFormat.all(of: pane).contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    var facts = ExportFacts(self, prompts: prompts)
    if pane == .similarity, let subtracted = SimilarityPane(state: self).subtracted { facts.subtract(subtracted) }
    switch format {
    case .npy, .safetensors: try exportVectors(format, to: path, facts)
    case .png: try exportPicture(to: path, facts)
    case .trec: try AtomicFile.write(try trecRun(facts), to: path)
    case .tsv, .csv, .json, .jsonl:
      let lines = exportLines(of: pane)
      guard lines.count > 1 else { throw ExportError.empty(pane) }
      try AtomicFile.write(try ExportTable(facts: facts, lines: lines).bytes(format), to: path)
    }
  }

  /// The table of a pane: headings, then rows.
  private func exportLines(of pane: Pane) -> [[String]] {
    switch pane {
    case .items: itemsTable
    case .compare: comparisonTable
    case .map: mapTable
    case .dimensions: dimensionsTable
    case .similarity: similarityTable(limit: .max)
    case .query, .adapters, .inspector: []
    }
  }

  /// The ranking under the current adapter: `query Q0 item rank score tag`.
  private func trecRun(_ facts: ExportFacts) throws -> [UInt8] {
    guard let ranking = shownRanking, let place = ranking.current else { throw ExportError.empty(.items) }
    func word(_ text: String) -> String { text.split { $0.isWhitespace }.joined(separator: "_") }
    let query = list.pins.last.map { identifiers[$0] } ?? "query"
    let lines = ranking.order.prefix(ranking.items.count).enumerated().map { position, item in
      "\(word(query)) Q0 \(word(identifiers[item])) \(position + 1) "
        + "\(ranking.score(of: item, under: place) ?? 0) \(facts.tag)\n"
    }
    return Array(lines.joined().utf8)
  }

  /// The vectors of the listed items under the current adapter, at the present dimension, in the order of the list.
  private func exportVectors(_ format: ExportFormat, to path: String, _ facts: ExportFacts) throws {
    let rows = (0..<rowCount).map { item(inRow: $0) }
    var values: [Float] = []
    var count = 0
    var lines = JSONWriter()
    for item in rows {
      guard let vector = vectors.item(item, under: task) else { continue }
      count += 1
      values += vector.truncated(to: dimensions).values
      lines.object { writer in
        writer.member("id", identifiers[item])
        if let label = items[item].label { writer.member("label", label) }
        facts.write(to: &writer)
      }
      lines.endLine()
    }
    guard count > 0 else { throw ExportError.empty(.items) }
    if format == .npy {
      var file = try AtomicFile(replacing: path)
      try file.write(NumPyFile.header(rows: count, columns: dimensions))
      try file.write(NumPyFile.bytes(of: values))
      try AtomicFile.write(lines.bytes, to: path + ".ids.jsonl")
      try file.commit()
      return
    }
    var writer = SafetensorsWriter(
      metadata: facts.members + [("normalized", "true"), ("lines", String(decoding: lines.bytes, as: UTF8.self))])
    writer.add("embeddings", floats: values, shape: [count, dimensions])
    try writer.write(to: path)
  }

  /// The whole matrix as a picture, one value a square of pixels, in the colors of the screen; what made it stands in a
  /// file beside it.
  private func exportPicture(to path: String, _ facts: ExportFacts) throws {
    let extent = heatmapExtent
    guard extent.rows > 0, extent.columns > 0 else { throw ExportError.empty(.similarity) }
    let heatmap = SimilarityPane(state: self).wholeMap
    let side = max(1, 800 / max(extent.rows, extent.columns))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(extent.rows * extent.columns * side * side * 3)
    for row in 0..<extent.rows {
      var line: [UInt8] = []
      for column in 0..<extent.columns {
        let place = Heatmap.Place(row: row, column: column)
        let color = heatmap.scale(at: place).color(of: heatmap.grid[row, column], depth: .trueColor)
        var channels: [UInt8] = [127, 127, 127]
        if case .rgb(let red, let green, let blue)? = color { channels = [red, green, blue] }
        for _ in 0..<side { line += channels }
      }
      for _ in 0..<side { pixels += line }
    }
    let image = RGBImage(width: extent.columns * side, height: extent.rows * side, pixels: pixels)
    try AtomicFile.write(try PNGWriter.encode(image), to: path)
    var writer = JSONWriter()
    writer.object { facts.write(to: &$0) }
    writer.endLine()
    try AtomicFile.write(writer.bytes, to: path + ".json")
  }
}
