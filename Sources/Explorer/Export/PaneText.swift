import Corpus
import Embeddings
import TerminalUI

extension ExplorerState {
  /// What the pane with the focus shows, all of it, as text: tables with tabs between the columns.
  var paneText: String {
    switch focus {
    case .query: query.field.text
    case .adapters: table(adaptersTable)
    case .items: table(itemsTable)
    case .similarity where heatmap.isListing: table(pairsTable)
    case .similarity: heatmapExtent.rows > 0 ? similarityText : ""
    case .dimensions: table(dimensionsTable)
    case .compare: comparisonTable.isEmpty ? "" : table(comparisonTable)
    case .map: mapTable.isEmpty ? "" : table(mapTable)
    case .log: table(logTable)
    case .inspector where interaction.isShown: table(interactionRows)
    case .inspector: selectedItem.map { items[$0].fullText } ?? ""
    }
  }

  /// What happened, with the seconds since the start.
  var logTable: [[String]] {
    [["seconds", "level", "what"]]
      + log.lines.map { [NumberText.fixed($0.seconds, decimals: 3), $0.level, $0.text] }
  }

  /// The tasks with what their adapters are.
  var adaptersTable: [[String]] {
    let rows = model.adapters.map { adapter in
      [
        adapter.task.name, adapter.rank.map(String.init) ?? "", adapter.alpha.map { "\($0)" } ?? "",
        "\(adapter.parameterCount)", adapter.file ?? "",
      ]
    }
    return [["task", "rank", "alpha", "parameters", "file"]] + rows
  }

  /// The prompt in tokens.
  var tokensTable: [[String]] {
    [["place", "id of token", "token"]]
      + (query.tokens.answer?.pieces ?? []).enumerated().map { ["\($0.offset)", "\($0.element.id)", $0.element.text] }
  }

  /// The selected item, with the norm of its vector and the share of the energy in each block of components.
  var inspectedTable: [[String]] {
    let blocks = model.matryoshkaDimensions.indices.map { VectorView.name(of: $0, of: model.matryoshkaDimensions) }
    let headings = ["id", "kind", "label", "norm"] + blocks.map { "energy \($0)" } + ["content"]
    guard let item = selectedItem else { return [headings] }
    let vector = vectors.item(item, under: task)
    let shares = vector?.energyShares(upTo: model.matryoshkaDimensions).map { "\($0)" } ?? blocks.map { _ in "" }
    let entry = items[item]
    return [
      headings,
      [entry.id, entry.kind, entry.label ?? "", vector.map { "\($0.norm)" } ?? ""] + shares + [entry.fullText],
    ]
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

  /// The most rows and columns of a matrix that are copied; larger ones are for a file.
  private static let copiedSide = 200

  /// The matrix as it is ordered, or the rectangle that is selected; says where it is not all.
  private var similarityText: String {
    let pane = SimilarityPane(state: self)
    let extent = heatmapExtent
    let (rows, columns) = heatmap.selection ?? (0..<extent.rows, 0..<extent.columns)
    let shown = (rows: rows.prefix(Self.copiedSide), columns: columns.prefix(Self.copiedSide))
    let lines = shown.rows.map { row in
      [pane.rowName(row).name]
        + shown.columns.map { column in heatmapValue(row: row, column: column).map { "\($0)" } ?? "" }
    }
    let text = table([[""] + shown.columns.map { pane.columnName($0).name }] + lines)
    let isWhole = shown.rows.count == rows.count && shown.columns.count == columns.count
    return isWhole
      ? text
      : text
        + "# \(shown.rows.count) × \(shown.columns.count) of \(rows.count) × \(columns.count); e exports all of it\n"
  }

  /// The dimensions with what they cost and keep, under every adapter shown.
  var dimensionsTable: [[String]] {
    var lines = [["task", "dimensions", "score", "overlap at 10", "Kendall tau", "bytes", "search ms"]]
    for task in shownTasks {
      let scores = sweepPair.flatMap { sweep.answer?.scores(of: $0.item, under: task) } ?? []
      for (index, step) in (sweep.answer?.sweeps[task]?.steps ?? []).enumerated() {
        lines.append([
          task.name, "\(step.dimensions)", scores.indices.contains(index) ? "\(scores[index])" : "",
          "\(step.overlapAt10)", step.kendallTau.map { "\($0)" } ?? "", "\(step.bytes)",
          showsTimes ? "\(step.searchTime / .milliseconds(1))" : "",
        ])
      }
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
