import Corpus
import Embeddings
import TerminalUI

extension ExplorerState {
  /// What happened, with the seconds since the start.
  var logTable: [[String]] {
    [["seconds", "level", "what"]]
      + log.lines.map { [NumberText.fixed($0.seconds, decimals: 3), $0.level, $0.text] }
  }

  /// The tasks with what their adapters are.
  var adaptersTable: [[String]] {
    let rows = subject.model.adapters.map { adapter in
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
    let blocks = subject.model.matryoshkaDimensions.indices.map {
      VectorView.name(of: $0, of: subject.model.matryoshkaDimensions)
    }
    let headings = ["id", "kind", "label", "norm"] + blocks.map { "energy \($0)" } + ["content"]
    guard let item = subject.selectedItem else { return [headings] }
    let vector = subject.vectors.item(item, under: subject.task)
    let shares =
      vector?.energyShares(upTo: subject.model.matryoshkaDimensions).map { "\($0)" } ?? blocks.map { _ in "" }
    let entry = subject.items[item]
    return [
      headings,
      [entry.id, entry.kind, entry.label ?? "", vector.map { "\($0.norm)" } ?? ""] + shares + [entry.fullText],
    ]
  }

  /// The items in the order of the list, with a score and a rank for each adapter shown.
  var itemsTable: [[String]] {
    let ranking = subject.shownRanking
    let tasks = ranking?.comparison.tasks ?? []
    let heading = ["row", "id"] + tasks.flatMap { ["score \($0)", "rank \($0)"] } + ["content"]
    return [heading] + (0..<subject.rowCount).map { itemFields(inRow: $0, ranking: ranking, taskCount: tasks.count) }
  }

  private func itemFields(inRow row: Int, ranking: ItemRanking?, taskCount: Int) -> [String] {
    let item = subject.item(inRow: row)
    var fields = ["\(row + 1)", subject.items[item].id]
    for place in 0..<taskCount {
      fields.append(ranking?.score(of: item, under: place).map { "\($0)" } ?? "")
      fields.append(ranking?.rank(of: item, under: place).map { "\($0)" } ?? "")
    }
    return fields + [subject.items[item].headline]
  }

  /// The most rows and columns of a matrix that are copied; larger ones are for a file.
  private static let copiedSide = 200

  /// The matrix as it is ordered, or the rectangle that is selected; says where it is not all.
  var similarityText: String {
    let matrix = shownMatrix
    let extent = similarity.extent
    let (rows, columns) = similarity.selection ?? (0..<extent.rows, 0..<extent.columns)
    let shown = (rows: rows.prefix(Self.copiedSide), columns: columns.prefix(Self.copiedSide))
    let lines = shown.rows.map { row in
      [matrix.rowName(row).name]
        + shown.columns.map { column in matrix.value(row: row, column: column).map { "\($0)" } ?? "" }
    }
    let text = tableText([[""] + shown.columns.map { matrix.columnName($0).name }] + lines)
    let isWhole = shown.rows.count == rows.count && shown.columns.count == columns.count
    return isWhole
      ? text
      : text
        + "# \(shown.rows.count) × \(shown.columns.count) of \(rows.count) × \(columns.count); e exports all of it\n"
  }

  /// The dimensions with what they cost and keep, under every adapter shown.
  var dimensionsTable: [[String]] {
    var lines = [["task", "dimensions", "score", "overlap at 10", "Kendall tau", "bytes", "search ms"]]
    for task in subject.shownTasks {
      let scores = subject.scoredPair.flatMap { dimensions.sweep.answer?.scores(of: $0.item, under: task) } ?? []
      for (index, step) in (dimensions.sweep.answer?.sweeps[task]?.steps ?? []).enumerated() {
        lines.append([
          task.name, "\(step.dimensions)", scores.indices.contains(index) ? "\(scores[index])" : "",
          "\(step.overlapAt10)", step.kendallTau.map { "\($0)" } ?? "", "\(step.bytes)",
          screen.showsTimes ? "\(step.searchTime / .milliseconds(1))" : "",
        ])
      }
    }
    return lines
  }

  /// The comparison of adapters: what the pane shows, all of it.
  var comparisonTable: [[String]] {
    guard let ranking = subject.comparedRanking else { return [] }
    let tasks = ranking.comparison.tasks
    let heading = ["spread", "id"] + tasks.flatMap { ["score \($0)", "rank \($0)"] }
    return [heading]
      + compare.items(subject).map { item in
        ["\(ranking.spread(of: item))", subject.identifiers[item]]
          + tasks.indices.flatMap { place in
            [
              ranking.score(of: item, under: place).map { "\($0)" },
              ranking.rank(of: item, under: place).map { "\($0)" },
            ]
            .map { $0 ?? "" }
          }
      }
  }

  /// The map: what the pane shows, all of it.
  var mapTable: [[String]] {
    guard let shown = map.shown(subject) else { return [] }
    return [["id", "label", "x", "y"]]
      + shown.items.enumerated().map { point, item in
        [
          subject.identifiers[item], subject.items[item].label ?? "", "\(shown.components.x[point])",
          "\(shown.components.y[point])",
        ]
      }
  }

  /// The listed pairs.
  var pairsTable: [[String]] {
    let matrix = shownMatrix
    return [["similarity", "row", "column", "content of the row", "content of the column"]]
      + similarity.listedPairs.map { pair in
        let (row, column) = (matrix.rowName(pair.row), matrix.columnName(pair.column))
        return ["\(pair.similarity)", row.name, column.name, row.content, column.content]
      }
  }

  /// The late interaction: each token, what it finds, and how similar they are.
  var lateInteractionTable: [[String]] {
    guard let shown = inspector.lateInteraction.shown(subject) else { return [] }
    return [["token", "finds", "similarity"]]
      + shown.maxSim.contributions.map {
        [shown.queryTokens[$0.token], shown.itemTokens[$0.match], "\($0.similarity)"]
      } + [["sum", "", "\(shown.maxSim.score)"]]
  }
}

/// Lines of fields with tabs between them; line ends and tabs inside of a field become spaces.
func tableText(_ rows: [[String]]) -> String {
  if rows.isEmpty { return "" }
  return rows.map { fields in
    fields.map { String($0.map { $0.isNewline || $0 == "\t" ? " " : $0 }) }.joined(separator: "\t")
  }.joined(separator: "\n") + "\n"
}
