import Corpus
import Embeddings
import Files
import Imaging
import StrictJSON
import TerminalUI

extension ExplorerState {
  /// What the export of the pane with the focus is called unless the user says otherwise; `nil` where it has none.
  var suggestedExport: String? {
    guard let format = ExportFormat.all(of: focus).first else { return nil }
    let name = focus == .items ? "ranking" : focus.title.lowercased()
    return "\(name)-\(task.name)-\(dimensions).\(format.rawValue)"
  }

  /// Writes what `pane` shows to the file at `path`, in the form that its ending names, and tells `meter` how far it is.
  ///
  /// - Throws: `ExportError`, `FileError`; `CancellationError` where the task is cancelled, and then no file stays behind.
  func export(_ pane: Pane, to path: String, prompts: [PromptRole: String], meter: ExportMeter) throws {
    guard let format = ExportFormat(path: path), ExportFormat.all(of: pane).contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    var facts = ExportFacts(self, prompts: prompts)
    if pane == .similarity, let subtracted = SimilarityPane(state: self).subtracted { facts.subtract(subtracted) }
    if pane == .similarity && heatmap.isListing { facts.add("threshold", "\(heatmap.threshold)") }
    switch format {
    case .npy, .safetensors, .vectorLines: try exportVectors(format, to: path, facts, meter)
    case .png: try exportPicture(of: pane, to: path, facts, meter)
    case .trec: try AtomicFile.write(try trecRun(facts), to: path)
    case .json where pane == .similarity && !heatmap.isListing: try matrixExport(facts, meter).writeJSON(to: path)
    case .tsv, .csv, .json, .jsonl:
      if pane == .similarity && !heatmap.isListing { return try matrixExport(facts, meter).write(format, to: path) }
      let lines = exportLines(of: pane)
      guard lines.count > 1 else { throw ExportError.empty(pane) }
      let bytes = try ExportTable(facts: facts, lines: lines).bytes(format)
      try meter.check()
      try AtomicFile.write(bytes, to: path)
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

  /// A picture of the similarities, the sweep or the map; what made it stands in a file beside it.
  private func exportPicture(of pane: Pane, to path: String, _ facts: ExportFacts, _ meter: ExportMeter) throws {
    if pane == .similarity {
      let view = SimilarityPane(state: self)
      let template = view.scale
      return try matrixExport(facts, meter).writePicture(to: path) { row, column in
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
    let bytes = try PNGWriter.encode(image)
    try meter.check()
    try AtomicFile.write(bytes, to: path)
    try facts.writeBeside(path)
  }
}
