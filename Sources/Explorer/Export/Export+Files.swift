import Corpus
import Embeddings
import Files
import Imaging
import StrictJSON
import TerminalUI

extension ExplorerState {
  /// What the export of the pane with the focus is called unless the user says otherwise; `nil` where it has none.
  var suggestedExport: String? {
    guard let format = screen.focus.definition.exportFormats.first else { return nil }
    let name = screen.focus == .items ? "ranking" : screen.focus.name
    return "\(name)-\(subject.task.name)-\(subject.dimensions).\(format.rawValue)"
  }

  /// Writes what `pane` shows to the file at `path`, in the form that its ending names, and tells `meter` how far it is.
  ///
  /// - Throws: `ExportError`, `FileError`; `CancellationError` where the task is cancelled, and then no file stays behind.
  func export(_ pane: Pane, to path: String, prompts: [PromptRole: String], meter: ExportMeter) throws {
    guard let format = ExportFormat(path: path), pane.definition.exportFormats.contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    var facts = ExportFacts(self, prompts: prompts)
    if pane == .similarity, let subtracted = similarity.arrangement?.matrix?.subtracted { facts.subtract(subtracted) }
    if pane == .similarity && similarity.isListing { facts.add("threshold", "\(similarity.threshold)") }
    switch format {
    case .npy, .safetensors, .vectorLines: try exportVectors(format, to: path, facts, meter)
    case .png: try exportPicture(of: pane, to: path, facts, meter)
    case .trec: try AtomicFile.write(try trecRun(facts), to: path)
    case .json where pane == .similarity && !similarity.isListing: try matrixExport(facts, meter).writeJSON(to: path)
    case .tsv, .csv, .json, .jsonl:
      if pane == .similarity && !similarity.isListing { return try matrixExport(facts, meter).write(format, to: path) }
      let lines = pane.definition.table(of: self)
      guard lines.count > 1 else { throw ExportError.empty(pane) }
      let bytes = try ExportTable(facts: facts, lines: lines).bytes(format)
      try meter.check()
      try AtomicFile.write(bytes, to: path)
    }
  }

  /// The ranking under the current adapter: `query Q0 item rank score tag`.
  private func trecRun(_ facts: ExportFacts) throws -> [UInt8] {
    guard let ranking = subject.shownRanking, let place = ranking.current else { throw ExportError.empty(.items) }
    func word(_ text: String) -> String { text.split { $0.isWhitespace }.joined(separator: "_") }
    let query = subject.neighborPath.last.map { subject.identifiers[$0] } ?? "query"
    let lines = ranking.order.prefix(ranking.items.count).enumerated().map { position, item in
      "\(word(query)) Q0 \(word(subject.identifiers[item])) \(position + 1) "
        + "\(ranking.score(of: item, under: place) ?? 0) \(facts.tag)\n"
    }
    return Array(lines.joined().utf8)
  }

  /// A picture of the similarities, the sweep or the map; what made it stands in a file beside it.
  private func exportPicture(of pane: Pane, to path: String, _ facts: ExportFacts, _ meter: ExportMeter) throws {
    if pane == .similarity {
      let template = SimilarityPane.view(of: self, screen.theme).scale
      let matrix = shownMatrix
      return try matrixExport(facts, meter).writePicture(to: path) { row, column in
        let range: ClosedRange<Float>? =
          switch similarity.range {
          case .full, .diverging: nil
          case .row: matrix.range(ofRow: row)
          case .column: matrix.range(ofColumn: column)
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
