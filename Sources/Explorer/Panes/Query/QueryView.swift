import Embeddings
import TerminalUI

/// The text that is typed, the prompt that the model reads, and its tokens.
struct QueryView: PaneView {
  let query: QueryState
  let subject: Subject
  var isEditing = false
  var theme = Theme(depth: .mono)

  /// A place in the text field.
  struct Hit: Sendable {
    let position: Position
    let field: Rect
  }

  /// What the border says: how the text is read.
  var detail: String {
    let isPicture = QueryPicture.path(in: query.field.text) != nil
    return "\(subject.task) · \(isPicture ? "picture" : query.role.rawValue)"
  }

  /// Where the text is typed, and the lines of the prompt and of the tokens below.
  private func parts(of rect: Rect) -> [Rect] {
    let fieldRows = max(1, rect.size.rows - 4)
    return rect.splitRows([.fixed(rect.size.rows > 5 ? fieldRows : 1), .fixed(1), .flexible()])
  }

  /// The text's own place, behind the mark.
  private func field(in rect: Rect) -> Rect {
    parts(of: rect)[0].splitColumns([.fixed(Self.markColumns), .flexible()])[1]
  }

  func hit(at position: Position, in content: Rect) -> Hit? {
    let field = field(in: content)
    return field.rows.contains(position.row) ? Hit(position: position, field: field) : nil
  }

  private static let markColumns = 2

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = parts(of: rect)
    screen.write(">", in: parts[0].line(0), style: isEditing ? theme.accent : theme.faint)
    drawField(on: &screen, in: field(in: rect))
    if let path = QueryPicture.path(in: query.field.text) {
      drawPicture(
        path: path, on: &screen,
        in: Rect(
          row: parts[1].origin.row, column: rect.origin.column, columns: rect.size.columns,
          rows: parts[1].size.rows + parts[2].size.rows))
      return
    }
    drawPrompt(on: &screen, in: parts[1])
    drawTokens(on: &screen, in: parts[2])
  }

  private func drawField(on screen: inout Screen, in rect: Rect) {
    var field = query.field
    field.isFocused = isEditing
    let invitations = ["type a question, in any language, or image:PATH", "type a question or image:PATH"]
    field.placeholder =
      isEditing
      ? invitations.first { TextWidth.columns(of: $0) < rect.size.columns } ?? invitations[1]
      : "press i and type a question"
    field.draw(on: &screen, in: rect)
  }

  private func drawPrompt(on screen: inout Screen, in line: Rect) {
    guard let tokens = query.tokens.answer else { return }
    let count = tokens.pieces.count
    let limit = subject.model.contextLength
    if limit == 0 {
      screen.write("no model: :show-neighbors ranks by an item", in: line, style: theme.notice)
      return
    }
    let amount = "\(count) token\(count == 1 ? "" : "s")"
    let text = "reads \"\(tokens.prefix)…\" · " + (count > limit ? "\(amount), cut after \(limit)" : amount)
    screen.write(text, in: line, style: count > limit ? theme.notice : theme.faint)
  }

  /// The tokens in turns of two styles, with bars between them where there is no color; as many as there is room for.
  private func drawTokens(on screen: inout Screen, in rect: Rect) {
    guard let tokens = query.tokens.answer, !rect.isEmpty else { return }
    let separator = theme.depth == .mono ? "|" : ""
    let showsIdentifiers = rect.size.rows > 2
    var (row, column) = (0, 0)
    for (index, piece) in tokens.pieces.enumerated() {
      let visible = String(String.UnicodeScalarView(piece.text.unicodeScalars.map { $0 == " " ? "·" : $0 }))
      let text = visible + separator + (showsIdentifiers ? "\(piece.id) " : "")
      let columns = TextWidth.columns(of: text)
      if column + columns > rect.size.columns && column > 0 { (row, column) = (row + 1, 0) }
      guard row < rect.size.rows else {
        let last = rect.line(rect.size.rows - 1)
        let rest = " +\(tokens.pieces.count - index)"
        screen.write(rest, in: last, style: theme.notice, alignment: .trailing)
        return
      }
      let line = rect.line(row)
      func room(_ start: Int) -> Rect {
        Rect(row: line.origin.row, column: line.origin.column + start, columns: line.size.columns - start, rows: 1)
      }
      let used = screen.write(visible + separator, in: room(column), style: theme.series(index % 2 == 0 ? 0 : 2))
      if showsIdentifiers {
        screen.write("\(piece.id)", in: room(column + used), style: theme.faint, truncation: .clip)
      }
      column += columns
    }
  }
}
