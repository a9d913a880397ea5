import Embeddings
import Imaging
import Plots
import TerminalUI

/// How the tokens of the query find those of the selected item: a matrix for a text, a similarity map over a picture.
struct LateInteractionView: View {
  let lateInteraction: LateInteractionState
  let subject: Subject
  /// What stopped the embedding of the tokens.
  var stop: String?
  var isFocused = false
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let shown = lateInteraction.shown(subject) else {
      Label(lateInteraction.sentence(subject, stop: stop) ?? "", style: theme.faint, wraps: true).draw(
        on: &screen, in: rect)
      return
    }
    let parts = parts(of: rect)
    screen.write(summary(shown), in: parts.summary, style: theme.accent)
    list(shown, columns: parts.list.size.columns).draw(on: &screen, in: parts.list)
    if let map = shown.similarityMap {
      drawOverlay(shown, map, on: &screen, in: parts.body)
    } else {
      matrix(shown, token: token, in: parts.body).heatmap.draw(on: &screen, in: parts.body)
    }
  }

  /// Where the sentence on top, the list of tokens, and the similarity map or the matrix lie.
  private func parts(of rect: Rect) -> (summary: Rect, list: Rect, body: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    let body =
      parts[1].size.columns >= 64
      ? parts[1].splitColumns([.fixed(40), .flexible()])
      : parts[1].splitRows([.flexible(), .flexible(weight: 2)])
    return (parts[0], body[0], body[1])
  }

  /// The row of the list that a click means: on it, or on a token's row of the matrix.
  func row(at position: Position, in rect: Rect) -> Int? {
    guard let shown = lateInteraction.shown(subject) else { return nil }
    let parts = parts(of: rect)
    if let row = list(shown, columns: parts.list.size.columns).row(at: position, in: parts.list) { return row }
    guard shown.similarityMap == nil else { return nil }
    return matrix(shown, token: token, in: parts.body).token(at: position, in: parts.body)
      .map { $0 + LateInteractionState.summaryRows }
  }

  private func summary(_ shown: LateInteraction) -> String {
    let score = NumberText.fixed(shown.maxSim.score, decimals: 4)
    let mean = NumberText.fixed(shown.maxSim.meanScore, decimals: 4)
    return "MaxSim \(score) · \(mean) a token · \(shown.queryTokens.count) × \(shown.itemTokens.count) tokens"
  }

  /// The selected token; `nil` while all of them are.
  private var token: Int? {
    let token = lateInteraction.row - LateInteractionState.summaryRows
    return token < 0 ? nil : token
  }

  private func list(_ shown: LateInteraction, columns: Int) -> List {
    let names = shown.similarityMap == nil ? ["sum", "mean"] : ["all, greatest", "all, mean"]
    let totals = [shown.maxSim.score, shown.maxSim.meanScore]
    return List(
      columns: [
        .init("token", .flexible()), .init("adds", .fixed(8), alignment: .trailing),
        .init(" finds", .fixed(columns >= 36 ? 17 : 10)),
      ], count: shown.queryTokens.count + names.count, selection: lateInteraction.row,
      headingStyle: theme.heading, select: theme.select(isFocused: isFocused)
    ) { row in
      guard row >= names.count else {
        return [.init(names[row], style: theme.accent), .init(NumberText.fixed(totals[row], decimals: 4)), .init("")]
      }
      let found = shown.maxSim.contributions[row - names.count]
      return [
        .init(shown.queryTokens[found.token]), .init(NumberText.fixed(found.similarity, decimals: 4)),
        .init(" " + shown.itemTokens[found.match], style: theme.faint),
      ]
    }
  }

  private func drawOverlay(_ shown: LateInteraction, _ map: SimilarityMap, on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.flexible(), .fixed(1)])
    var thumbnail: RGBImage?
    if let source = subject.selectedItem.flatMap(subject.picture(of:)),
      case .picture(let picture)? = subject.pictures[source]
    {
      thumbnail = picture.thumbnail
    }
    let values =
      token.map { map.values(ofToken: $0) }
      ?? (lateInteraction.row == 0
        ? map.maximum(overTokens: shown.ownTokens) : map.mean(overTokens: shown.ownTokens))
    let overlay = SimilarityOverlay(grid: map.grid, values: values, scale: ValueScale(range: map.range ?? 0...1))
    // Without a picture there are only the similarities.
    let image =
      switch (thumbnail, lateInteraction.display) {
      case (let picture?, .image): picture
      case (let picture?, .blend): overlay.blended(with: picture)
      case (let picture, _): overlay.drawn(like: picture)
      }
    Bitmap(image, depth: theme.depth).draw(on: &screen, in: parts[0])
    drawLegend(overlay.scale, on: &screen, in: parts[1])
  }

  /// The ends of the range that all tokens share, with the scale between them.
  private func drawLegend(_ scale: ValueScale, on screen: inout Screen, in line: Rect) {
    let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
    let name = "\(lateInteraction.display.rawValue)  \(NumberText.fixed(low, decimals: 2)) "
    var column = screen.write(name, in: line)
    for step in 0..<max(0, min(16, line.size.columns - column - 6)) {
      let fraction = (Float(step) + 0.5) / 16
      let place = Rect(row: line.origin.row, column: line.origin.column + column, columns: 1, rows: line.size.rows)
      if theme.depth.showsScales {
        screen.fill(place, style: Style(background: scale.colormap.color(at: fraction).nearest(in: theme.depth)))
      } else {
        screen.fill(place, with: ValueGlyph.shade(fraction))
      }
      column += 1
    }
    let rest = Rect(
      row: line.origin.row, column: line.origin.column + column, columns: line.size.columns - column,
      rows: line.size.rows)
    screen.write(" \(NumberText.fixed(high, decimals: 2))", in: rest)
  }
}
