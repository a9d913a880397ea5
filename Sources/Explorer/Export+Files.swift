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
    guard let format = ExportFormat(path: path), ExportFormat.all(of: pane).contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    var facts = ExportFacts(self, prompts: prompts)
    if pane == .similarity, let subtracted = SimilarityPane(state: self).subtracted { facts.subtract(subtracted) }
    if pane == .similarity && heatmap.isListing { facts.add("threshold", "\(heatmap.threshold)") }
    switch format {
    case .npy, .safetensors, .vectorLines: try exportVectors(format, to: path, facts)
    case .png: try exportPicture(of: pane, to: path, facts)
    case .trec: try AtomicFile.write(try trecRun(facts), to: path)
    case .json where pane == .similarity && !heatmap.isListing: try matrixExport(facts).writeJSON(to: path)
    case .tsv, .csv, .json, .jsonl:
      if pane == .similarity && !heatmap.isListing { return try matrixExport(facts).write(format, to: path) }
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
    case .similarity: pairsTable
    case .query: tokensTable
    case .adapters: adaptersTable
    case .log: logTable
    case .inspector: interaction.isShown ? interactionRows : inspectedTable
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
      let cut = vector.truncated(to: dimensions).values
      if format != .vectorLines { values += cut }
      try lines.object { writer in
        writer.member("id", identifiers[item])
        if let label = items[item].label { writer.member("label", label) }
        if format == .vectorLines { try writer.member("embedding") { try $0.value(cut) } }
        facts.write(to: &writer)
      }
      lines.endLine()
    }
    guard count > 0 else { throw ExportError.empty(.items) }
    if format == .vectorLines { return try AtomicFile.write(lines.bytes, to: path) }
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

  /// A picture of the similarities, the sweep or the map; what made it stands in a file beside it.
  private func exportPicture(of pane: Pane, to path: String, _ facts: ExportFacts) throws {
    if pane == .similarity {
      let view = SimilarityPane(state: self)
      let template = view.scale
      return try matrixExport(facts).writePicture(to: path) { row, column in
        let range: ClosedRange<Float>? =
          switch heatmap.range {
          case .full, .diverging: nil
          case .row: heatmapRange(ofRow: row)
          case .column: heatmapRange(ofColumn: column)
          }
        return range.map { ValueScale(range: $0, colormap: template.colormap, isInverted: template.isInverted) }
          ?? template
      }
    }
    guard let image = pane == .map ? mapPicture(facts)?.image() : sweepPicture(facts)?.image() else {
      throw ExportError.empty(pane)
    }
    try AtomicFile.write(try PNGWriter.encode(image), to: path)
    try facts.writeBeside(path)
  }
}
