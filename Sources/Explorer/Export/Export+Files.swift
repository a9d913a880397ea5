import Corpus
import Embeddings
import Files
import Imaging
import Plots
import Reports
import TerminalUI

extension ExplorerState {
  /// What the export of the pane with the focus is called unless the user says otherwise; `nil` where it has none.
  var suggestedExport: String? {
    guard let format = screen.focus.definition.exportFormats.first else { return nil }
    let name = screen.focus == .items ? "ranking" : screen.focus.name
    return "\(name)-\(subject.task.name)-\(subject.dimensions).\(format.rawValue)"
  }

  /// Writes what `pane` shows to the file at `path`, in the form that its ending names, and tells `meter` how far it is.
  /// What made the numbers stands in the file, or in `FILE.meta.json` beside it.
  ///
  /// - Throws: `ExportError`, `FileError`; `CancellationError` where the task is cancelled, and then no file stays behind.
  func export(_ pane: Pane, to path: String, prompts: [PromptRole: String], meter: ExportMeter) throws {
    guard let format = ExportFormat(path: path), pane.definition.exportFormats.contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    let facts = pane.definition.facts(PaneFacts(state: self, prompts: prompts))
    switch format {
    case .npy: try exportVectors(.npy, to: path, prompts, meter)
    case .safetensors: try exportVectors(.safetensors, to: path, prompts, meter)
    case .vectorLines: try exportVectors(.jsonl, to: path, prompts, meter)
    case .png where pane == .similarity: try exportHeatmap(to: path, facts, meter)
    case .png: try exportPlot(of: pane, to: path, facts, meter)
    case .trec: try write(try trecRun(), to: path, facts, meter)
    case .csv: try exportTable(of: pane, as: .csv, to: path, facts, meter)
    case .tsv: try exportTable(of: pane, as: .tsv, to: path, facts, meter)
    case .json: try exportTable(of: pane, as: .json, to: path, facts, meter)
    case .jsonl: try exportTable(of: pane, as: .jsonl, to: path, facts, meter)
    }
  }

  private func exportTable(
    of pane: Pane, as format: TableFormat, to path: String, _ facts: Facts, _ meter: ExportMeter
  ) throws {
    guard let table = pane.definition.table(of: self) else { return try exportMatrix(format, to: path, facts, meter) }
    guard !table.isEmpty else { throw ExportError.empty(pane) }
    try write(try table.bytes(as: format, facts), to: path, format.holdsFacts ? nil : facts, meter)
  }

  /// Writes a file and, where `facts` have no place in it, another beside it.
  private func write(_ bytes: [UInt8], to path: String, _ facts: Facts?, _ meter: ExportMeter) throws {
    try meter.check()
    try AtomicFile.write(bytes, to: path)
    try facts?.write(beside: path)
  }

  /// The ranking under the current adapter, without the items that have no rank.
  private func trecRun() throws -> [UInt8] {
    guard let ranking = subject.shownRanking, ranking.current != nil else { throw ExportError.empty(.items) }
    let ranked = ranking.order.prefix(ranking.items.count).map { item in
      (item: subject.reported(item), place: ranking.place(of: item), compared: [RankedPlace?]())
    }
    let run = TRECRun(
      query: subject.neighborPath.last.map { subject.identifiers[$0] } ?? "query", model: subject.model,
      task: subject.task, role: query.role, dimensions: subject.dimensions)
    return run.bytes(of: .ranking(ranked))
  }

  /// A plot of what a pane shows.
  private func exportPlot(of pane: Pane, to path: String, _ facts: Facts, _ meter: ExportMeter) throws {
    guard let image = pane.definition.plot(of: self, facts) else { throw ExportError.empty(pane) }
    try write(try PNGWriter.encode(image), to: path, facts, meter)
  }
}
