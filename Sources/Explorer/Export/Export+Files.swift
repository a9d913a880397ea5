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
    guard let format = ExportFormat.all(of: focus).first else { return nil }
    let name = focus == .items ? "ranking" : focus.title.lowercased()
    return "\(name)-\(task.name)-\(dimensions).\(format.rawValue)"
  }

  /// Writes what `pane` shows to the file at `path`, in the form that its ending names, and tells `meter` how far it is.
  /// What made the numbers stands in the file, or in `FILE.meta.json` beside it.
  ///
  /// - Throws: `ExportError`, `FileError`; `CancellationError` where the task is cancelled, and then no file stays behind.
  func export(_ pane: Pane, to path: String, prompts: [PromptRole: String], meter: ExportMeter) throws {
    guard let format = ExportFormat(path: path), ExportFormat.all(of: pane).contains(format) else {
      throw ExportError.notOffered(pane, path: path)
    }
    let facts = Facts(self, of: pane, prompts: prompts)
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
    guard let table = table(of: pane) else { return try exportMatrix(format, to: path, facts, meter) }
    guard !table.isEmpty else { throw ExportError.empty(pane) }
    try write(try table.bytes(as: format, facts), to: path, format.holdsFacts ? nil : facts, meter)
  }

  /// Writes a file and, where `facts` have no place in it, another beside it.
  private func write(_ bytes: [UInt8], to path: String, _ facts: Facts?, _ meter: ExportMeter) throws {
    try meter.check()
    try AtomicFile.write(bytes, to: path)
    try facts?.write(beside: path)
  }

  /// What a pane shows as a table; `nil` of the similarity pane while it shows a matrix.
  func table(of pane: Pane) -> Table? {
    switch pane {
    case .query: tokensTable
    case .adapters: adaptersTable
    case .items: itemsTable
    case .similarity: heatmap.isListing ? pairsTable : nil
    case .dimensions: dimensionsTable
    case .compare: comparisonTable
    case .map: mapTable
    case .inspector: interaction.isShown ? lateInteractionTable : inspectedTable
    case .log: logTable
    }
  }

  /// The ranking under the current adapter, without the items that have no rank.
  private func trecRun() throws -> [UInt8] {
    guard let ranking = shownRanking, ranking.current != nil else { throw ExportError.empty(.items) }
    let ranked = ranking.order.prefix(ranking.items.count).map { item in
      (item: reported(item), place: place(of: item, in: ranking), compared: [RankedPlace?]())
    }
    let run = TRECRun(
      query: list.pins.last.map { identifiers[$0] } ?? "query", model: model, task: task, role: query.role,
      dimensions: dimensions)
    return run.bytes(of: .ranking(ranked))
  }

  /// A picture of the sweep or the map.
  private func exportPlot(of pane: Pane, to path: String, _ facts: Facts, _ meter: ExportMeter) throws {
    guard let image = pane == .map ? mapPicture(facts)?.image() : sweepPicture(facts)?.image() else {
      throw ExportError.empty(pane)
    }
    try write(try PNGWriter.encode(image), to: path, facts, meter)
  }
}
