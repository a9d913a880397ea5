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
    let pane = state.screen.focus
    name = pane.title
    title = "\(pane.title): \(pane.definition.spokenDetail(of: state))"
    (lines, selection) = pane.definition.spoken(of: state)
  }

  /// The rows of a table, each value with the name of its column; the first value of a row speaks for itself.
  static func rows(_ table: Table) -> [String] {
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

  static func query(_ query: QueryState) -> [String] {
    var lines = [query.field.text.isEmpty ? "no query yet" : query.field.text]
    if let tokens = query.tokens.answer {
      lines.append("the model reads \"\(tokens.prefix)\" before it, \(tokens.pieces.count) tokens in all")
      lines.append(tokens.pieces.map { "\"\($0.text)\" \($0.id)" }.joined(separator: ", "))
    }
    return lines
  }

  static func adapters(_ subject: Subject) -> [String] {
    subject.model.adapters.map { adapter in
      var words = [adapter.task.name]
      if adapter.task == subject.task { words.append("current") }
      if subject.marked.contains(adapter.task) { words.append("compared") }
      if let rank = adapter.rank { words.append("rank \(rank)") }
      if let alpha = adapter.alpha { words.append("alpha \(NumberText.fixed(alpha, decimals: 0))") }
      words.append("\(adapter.parameterCount) parameters" + (adapter.file.map { " in \($0)" } ?? ""))
      words.append("\(subject.vectors.count(under: adapter.task)) of \(subject.items.count) items embedded")
      return words.joined(separator: ", ")
    }
  }

  /// The value under the crosshair, then the row it is in.
  static func crosshair(_ matrix: ShownMatrix) -> [String] {
    let extent = matrix.extent
    guard extent.rows > 0, extent.columns > 0 else { return [] }
    let (row, column) = (matrix.similarity.row, matrix.similarity.column)
    func text(_ column: Int) -> String? {
      matrix.value(row: row, column: column).map { value in
        "\(matrix.columnName(column).name) \(NumberText.fixed(value, decimals: 4))"
      }
    }
    let name = matrix.rowName(row).name
    return (text(column).map { ["\(name) with \($0)"] } ?? []) + (0..<extent.columns).compactMap { text($0) }
  }

  /// The selected item, and how the query finds it.
  static func item(_ state: ExplorerState) -> [String] {
    let subject = state.subject
    guard let item = subject.selectedItem else { return [] }
    let view = InspectorPane.view(of: state, state.screen.theme)
    let facts = [view.facts(item, columns: .max)] + vector(of: item, subject)
    if state.inspector.lateInteraction.isShown { return facts + lateInteraction(state) }
    if let source = subject.picture(of: item) {
      return facts + [PictureView.facts(subject.pictures[source], subject.vectors.readings[item])]
    }
    return facts + subject.items[item].fullText.split(whereSeparator: \.isNewline).map(String.init)
  }

  /// What each token of the query finds, and what that adds up to.
  private static func lateInteraction(_ state: ExplorerState) -> [String] {
    guard let shown = state.inspector.lateInteraction.shown(state.subject) else { return [] }
    let (score, mean) = (shown.maxSim.score, shown.maxSim.meanScore)
    return rows(state.lateInteractionTable)
      + ["score \(NumberText.fixed(score, decimals: 4)), mean \(NumberText.fixed(mean, decimals: 4))"]
  }

  /// The length of an item's vector and how its energy is spread, if it has one.
  private static func vector(of item: Int, _ subject: Subject) -> [String] {
    guard let vector = subject.vectors.item(item, under: subject.task) else { return [] }
    let dimensions = subject.model.matryoshkaDimensions
    let shares = vector.energyShares(upTo: dimensions).enumerated().map { block, share in
      "\(VectorView.name(of: block, of: dimensions)) \(VectorView.percentage(share))"
    }
    let norm = NumberText.fixed(vector.norm, decimals: 4)
    return ["norm \(norm), energy of components \(shares.joined(separator: ", "))"]
  }
}
