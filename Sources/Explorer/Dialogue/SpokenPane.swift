import Corpus
import Embeddings
import Reports
import TerminalUI

/// A pane as lines that can be read one after the other, without a screen.
struct SpokenPane: Hashable, Sendable {
  /// What it is.
  let name: String
  /// What it is and what it shows, in a line.
  let title: String
  /// What it holds, a line each.
  let lines: [String]
  /// The line that is selected; `nil` where none can be.
  let selection: Int?

  /// The pane with the focus.
  init(_ state: ExplorerState) {
    name = state.focus.title
    title = "\(state.focus.title): \(Self.detail(of: state))"
    switch state.focus {
    case .query: (lines, selection) = (Self.query(state), nil)
    case .adapters: (lines, selection) = (Self.adapters(state), state.adapterCursor)
    case .items: (lines, selection) = (Self.rows(state.itemsTable), state.rowCount == 0 ? nil : state.selectedRow)
    case .similarity: (lines, selection) = (Self.crosshair(state), nil)
    case .dimensions:
      let table = state.dimensionsTable
      let current: [Field] = [.text(state.task.name), .integer(state.dimensions)]
      (lines, selection) = (Self.rows(table), table.rows.firstIndex { $0.starts(with: current) })
    case .compare: (lines, selection) = (Self.rows(state.comparisonTable), state.comparedRow)
    case .map: (lines, selection) = (Self.rows(state.mapTable), nil)
    case .inspector: (lines, selection) = (Self.item(state), nil)
    case .log: (lines, selection) = (Self.rows(state.logTable), state.log.shownPlace)
    }
  }

  private static func detail(of state: ExplorerState) -> String {
    switch state.focus {
    case .query: QueryPane(state: state).detail
    case .adapters: AdapterPane(state: state).detail
    case .items: ItemsPane(state: state).detail
    case .similarity:
      "\(state.heatmapExtent.rows) rows, \(state.heatmapExtent.columns) columns, \(state.heatmap.order.rawValue) order"
    case .dimensions: DimensionsPane(state: state).detail
    case .compare: ComparePane(state: state).detail
    case .map: MapPane(state: state).detail
    case .inspector: InspectorPane(state: state).detail
    case .log: LogPane(state: state).detail
    }
  }

  /// The rows of a table, each value with the name of its column; the first value of a row speaks for itself.
  private static func rows(_ table: Table) -> [String] {
    table.rows.map { row in
      zip(table.columns, row).enumerated().compactMap { place, field -> String? in
        guard let value = spoken(field.1) else { return nil }
        let isNamed = place > 0 && !speakForThemselves.contains(field.0.name)
        return (isNamed ? field.0.name.replacing("_", with: " ") + " " : "") + value
      }.joined(separator: ", ")
    }
  }

  /// Columns whose values need no name before them.
  private static let speakForThemselves: Set<String> = ["id", "content", "message", "token"]

  /// A number to four decimals, anything else as it is; `nil` where there is no value.
  private static func spoken(_ field: Field) -> String? {
    switch field {
    case .number(let number): NumberText.fixed(number, decimals: 4)
    case .float(let number): NumberText.fixed(number, decimals: 4)
    case .text, .integer, .empty: field.text.isEmpty ? nil : field.text
    }
  }

  private static func query(_ state: ExplorerState) -> [String] {
    var lines = [state.query.field.text.isEmpty ? "no query yet" : state.query.field.text]
    if let tokens = state.query.tokens.answer {
      lines.append("the model reads \"\(tokens.prefix)\" before it, \(tokens.pieces.count) tokens in all")
      lines.append(tokens.pieces.map { "\"\($0.text)\" \($0.id)" }.joined(separator: ", "))
    }
    return lines
  }

  private static func adapters(_ state: ExplorerState) -> [String] {
    state.model.adapters.map { adapter in
      var words = [adapter.task.name]
      if adapter.task == state.task { words.append("current") }
      if state.marked.contains(adapter.task) { words.append("compared") }
      if let rank = adapter.rank { words.append("rank \(rank)") }
      if let alpha = adapter.alpha { words.append("alpha \(NumberText.fixed(alpha, decimals: 0))") }
      words.append("\(adapter.parameterCount) parameters" + (adapter.file.map { " in \($0)" } ?? ""))
      words.append("\(state.vectors.count(under: adapter.task)) of \(state.items.count) items embedded")
      return words.joined(separator: ", ")
    }
  }

  /// The value under the crosshair, then the row it is in.
  private static func crosshair(_ state: ExplorerState) -> [String] {
    let pane = SimilarityPane(state: state)
    let (extent, heatmap) = (state.heatmapExtent, state.heatmap)
    guard extent.rows > 0, extent.columns > 0 else { return [] }
    func text(_ column: Int) -> String? {
      state.heatmapValue(row: heatmap.row, column: column).map { value in
        "\(pane.columnName(column).name) \(NumberText.fixed(value, decimals: 4))"
      }
    }
    let row = pane.rowName(heatmap.row).name
    return (text(heatmap.column).map { ["\(row) with \($0)"] } ?? []) + (0..<extent.columns).compactMap { text($0) }
  }

  private static func item(_ state: ExplorerState) -> [String] {
    guard let item = state.selectedItem else { return [] }
    let facts = [InspectorPane(state: state).facts(item, columns: .max)] + vector(of: item, state)
    if state.interaction.isShown { return facts + lateInteraction(state) }
    if case .image(let source) = state.items[item].content {
      return facts + [PictureView.facts(state.pictures[source], state.vectors.readings[item])]
    }
    return facts + state.items[item].fullText.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// What each token of the query finds, and what that adds up to.
  private static func lateInteraction(_ state: ExplorerState) -> [String] {
    guard let shown = state.shownInteraction else { return [] }
    let (score, mean) = (shown.maxSim.score, shown.maxSim.meanScore)
    return rows(state.lateInteractionTable)
      + ["score \(NumberText.fixed(score, decimals: 4)), mean \(NumberText.fixed(mean, decimals: 4))"]
  }

  /// The length of an item's vector and how its energy is spread, where it has one.
  private static func vector(of item: Int, _ state: ExplorerState) -> [String] {
    guard let vector = state.vectors.item(item, under: state.task) else { return [] }
    let dimensions = state.model.matryoshkaDimensions
    let shares = vector.energyShares(upTo: dimensions).enumerated().map { block, share in
      "\(VectorView.name(of: block, of: dimensions)) \(VectorView.percentage(share))"
    }
    let norm = NumberText.fixed(vector.norm, decimals: 4)
    return ["norm \(norm), energy of components \(shares.joined(separator: ", "))"]
  }
}
