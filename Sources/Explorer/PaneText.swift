import Corpus
import Embeddings
import TerminalUI

extension ExplorerState {
  /// What the pane with the focus shows, all of it, as text: tables with tabs between the columns.
  var paneText: String {
    switch focus {
    case .query: query.field.text
    case .adapters: adaptersText
    case .items: table(itemsTable)
    case .similarity: heatmapExtent.rows > 0 ? table(similarityTable(limit: 200)) : ""
    case .dimensions: table(dimensionsTable)
    case .compare: comparisonTable.isEmpty ? "" : table(comparisonTable)
    case .map: mapTable.isEmpty ? "" : table(mapTable)
    case .inspector where interaction.isShown: table(interactionRows)
    case .inspector: selectedItem.map { items[$0].fullText } ?? ""
    }
  }

  private var adaptersText: String {
    let rows = model.adapters.map { adapter in
      [
        adapter.task.name, adapter.rank.map(String.init) ?? "", adapter.alpha.map { "\($0)" } ?? "",
        "\(adapter.parameterCount)", adapter.file ?? "",
      ]
    }
    return table([["task", "rank", "alpha", "parameters", "file"]] + rows)
  }

  /// The items in the order of the list, with a score and a rank for each adapter shown.
  var itemsTable: [[String]] {
    let ranking = shownRanking
    let tasks = ranking?.comparison.tasks ?? []
    let heading = ["row", "id"] + tasks.flatMap { ["score \($0)", "rank \($0)"] } + ["content"]
    return [heading] + (0..<rowCount).map { itemFields(inRow: $0, ranking: ranking, taskCount: tasks.count) }
  }

  private func itemFields(inRow row: Int, ranking: ItemRanking?, taskCount: Int) -> [String] {
    let item = item(inRow: row)
    var fields = ["\(row + 1)", items[item].id]
    for place in 0..<taskCount {
      fields.append(ranking?.score(of: item, under: place).map { "\($0)" } ?? "")
      fields.append(ranking?.rank(of: item, under: place).map { "\($0)" } ?? "")
    }
    return fields + [items[item].headline]
  }

  /// The matrix as it is ordered, up to `limit` rows and columns.
  func similarityTable(limit: Int) -> [[String]] {
    let pane = SimilarityPane(state: self)
    let extent = heatmapExtent
    guard extent.rows > 0 else { return [] }
    let columns = 0..<min(extent.columns, limit)
    var lines = [[""] + columns.map { items[heatmapItem(at: $0)].id }]
    for row in 0..<min(extent.rows, limit) {
      let values = columns.map { column in pane.value(row: row, column: column).map { "\($0)" } ?? "" }
      lines.append([pane.rowName(row).name] + values)
    }
    return lines
  }

  /// The dimensions with what they cost, under the current adapter.
  var dimensionsTable: [[String]] {
    let sweep = sweep.answer?.sweeps[task]
    let scores = sweepPair.flatMap { self.sweep.answer?.scores(of: $0.item, under: task) } ?? []
    var lines = [["dimensions", "score", "overlap at 10", "Kendall tau", "bytes"]]
    for (index, step) in (sweep?.steps ?? []).enumerated() {
      let score = scores.indices.contains(index) ? "\(scores[index])" : ""
      let tau = step.kendallTau.map { "\($0)" } ?? ""
      lines.append(["\(step.dimensions)", score, "\(step.overlapAt10)", tau, "\(step.bytes)"])
    }
    return lines
  }

  /// Lines of fields with tabs between them; line ends and tabs inside of a field become spaces.
  private func table(_ rows: [[String]]) -> String {
    rows.map { fields in
      fields.map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }.joined(separator: "\t")
    }.joined(separator: "\n") + "\n"
  }
}
