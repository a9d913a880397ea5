internal import Display

extension Table {
  /// The table as GitHub's Markdown has it: names, numbers to the right and rounded as for people, nothing cut.
  public var markdownLines: [String] {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = columns.map { $0.kind == .text ? "---" : "---:" }
    return [line(columns.map { Self.markdown($0.name) }), line(rule)]
      + rows.map { row in
        line(
          zip(row, columns).map { field, column in
            if case .text(let text) = field { return Self.markdown(TextWidth.display(text)) }
            return field.shown(in: column)
          })
      }
  }

  /// A text that stays in its cell.
  private static func markdown(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "|" || scalar == "\\" { result.append("\\") }
      result.append(scalar)
    }
    return String(result)
  }
}
