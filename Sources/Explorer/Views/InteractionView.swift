import Embeddings
import Imaging
import TerminalUI

/// How the tokens of the query find those of the selected item: a matrix for a text, a map over a picture.
struct InteractionView: View {
  let state: ExplorerState
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    guard let shown = state.shownInteraction else {
      Label(state.interactionSentence ?? "", style: theme.faint, wraps: true).draw(on: &screen, in: rect)
      return
    }
    let parts = rect.splitRows([.fixed(1), .flexible()])
    screen.write(summary(shown), in: parts[0], style: theme.accent)
    let body =
      parts[1].size.columns >= 64
      ? parts[1].splitColumns([.fixed(38), .flexible()])
      : parts[1].splitRows([.flexible(), .flexible(weight: 2)])
    list(shown, columns: body[0].size.columns).draw(on: &screen, in: body[0])
    if let map = shown.map {
      drawMap(map, on: &screen, in: body[1])
    } else {
      matrix(shown, in: body[1]).draw(on: &screen, in: body[1])
    }
  }

  private func summary(_ shown: Interaction) -> String {
    let score = NumberText.fixed(shown.maxSim.score, decimals: 4)
    let mean = NumberText.fixed(shown.maxSim.meanScore, decimals: 4)
    return "MaxSim \(score) · \(mean) a token · \(shown.queryTokens.count) × \(shown.itemTokens.count) tokens"
  }

  /// The selected token; `nil` while all of them are.
  private var token: Int? {
    let token = state.interaction.row - InteractionState.summaryRows
    return token < 0 ? nil : token
  }

  private func list(_ shown: Interaction, columns: Int) -> List {
    let names = shown.map == nil ? ["sum", "mean"] : ["all, greatest", "all, mean"]
    let totals = [shown.maxSim.score, shown.maxSim.meanScore]
    return List(
      columns: [
        .init("token", .flexible()), .init("adds", .fixed(8), alignment: .trailing),
        .init(" finds", .fixed(columns >= 36 ? 17 : 10)),
      ], count: shown.queryTokens.count + names.count, selection: state.interaction.row,
      headingStyle: theme.heading, select: theme.select(isFocused: state.focus == .inspector)
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

  private func matrix(_ shown: Interaction, in rect: Rect) -> Heatmap {
    let matrix = shown.similarities
    var heatmap = Heatmap(
      grid: HeatmapGrid(rows: matrix.rows, columns: matrix.columns, values: matrix.values),
      scale: ValueScale(range: matrix.range ?? 0...1), depth: theme.depth)
    heatmap.rowLabel = { shown.queryTokens[$0] }
    if let token {
      let place = Heatmap.Place(row: token, column: shown.maxSim.contributions[token].match)
      heatmap.crosshair = place
      heatmap.scroll = heatmap.scroll(showing: place, in: rect)
    }
    return heatmap
  }

  private func drawMap(_ map: SimilarityMap, on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.flexible(), .fixed(1)])
    var thumbnail: RGBImage?
    if let source = state.selectedPicture, case .picture(let picture)? = state.pictures[source] {
      thumbnail = picture.thumbnail
    }
    let values =
      token.map { map.map(ofToken: $0) }
      ?? (state.interaction.row == 0 ? map.maximum(overTokens: 0..<map.tokens) : map.mean(overTokens: 0..<map.tokens))
    let overlay = MapOverlay(grid: map.grid, values: values, scale: ValueScale(range: map.range ?? 0...1))
    Bitmap(overlay.drawn(over: thumbnail, as: state.interaction.display), depth: theme.depth)
      .draw(on: &screen, in: parts[0])
    drawLegend(overlay.scale, on: &screen, in: parts[1])
  }

  /// The ends of the range that all tokens share, with the scale between them.
  private func drawLegend(_ scale: ValueScale, on screen: inout Screen, in line: Rect) {
    let (low, high) = (scale.range.lowerBound, scale.range.upperBound)
    let name = "\(state.interaction.display.rawValue)  \(NumberText.fixed(low, decimals: 2)) "
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

/// The values of a picture's cells as colors over it.
struct MapOverlay {
  let grid: TokenGrid
  /// The values [grid.rows · grid.columns].
  let values: [Float]
  let scale: ValueScale

  /// Pixels of a cell's side where there is no picture to lie over.
  private static let cellSide = 8

  /// The picture, the map, or both in equal parts; without a picture the map.
  func drawn(over picture: RGBImage?, as display: InteractionState.Display) -> RGBImage {
    if let picture, display == .image { return picture }
    let width = picture?.width ?? grid.columns * Self.cellSide
    let height = picture?.height ?? grid.rows * Self.cellSide
    let colors = values.map { scale.colormap.color(at: scale.fraction(of: $0)).components ?? (0, 0, 0) }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 3)
    for y in 0..<height {
      for x in 0..<width {
        let color = colors[y * grid.rows / height * grid.columns + x * grid.columns / width]
        let index = pixels.count
        for (channel, value) in [color.red, color.green, color.blue].enumerated() {
          guard let picture, display == .blend else {
            pixels.append(value)
            continue
          }
          pixels.append(UInt8((Int(value) + Int(picture.pixels[index + channel])) / 2))
        }
      }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
  }
}
