import Display
import Imaging
import Testing

@testable import Plots

@Suite struct PlotTests {
  @Test func everyLetterOfTheFontHasItsRows() {
    for character in "The quick brown fox jumps over 13 lazy dogs, (0.5%) + −1 × τ = @#/_" {
      #expect(BitmapFont.rows(of: character).count == BitmapFont.rows, "\(character)")
    }
    #expect(BitmapFont.rows(of: "A") != BitmapFont.rows(of: "水"))
  }

  @Test func colorsAreMixedByLightAndLieOverTheirCells() {
    let overlay = SimilarityOverlay(
      grid: TokenGrid(rows: 1, columns: 2), values: [0, 1], scale: ValueScale(range: 0...1, colormap: .gray))
    let picture = RGBImage(
      width: 4, height: 1, pixels: [255, 255, 255, 0, 0, 0, 255, 255, 255, 0, 0, 0])
    // Half the light of white is 188 in sRGB, not 128.
    #expect(overlay.blended(with: picture).pixels == [188, 188, 188, 0, 0, 0, 255, 255, 255, 188, 188, 188])
    #expect(overlay.drawn(like: picture).pixels == [0, 0, 0, 0, 0, 0] + [UInt8](repeating: 255, count: 6))
    #expect(overlay.drawn().width == 16 && overlay.drawn().height == 8)
  }

  @Test func aHeatmapHasASquareForEveryValueAndGrayWhereOneIsMissing() throws {
    var picture = try HeatmapPicture(rows: 2, columns: 4)
    try picture.append(row: [.rgb(red: 1, green: 2, blue: 3), nil, .standard, .named(9)])
    try picture.append(row: [nil, nil, nil, nil])
    let image = try ImageDecoder().decode(try picture.finish())
    #expect(image.width == 800 && image.height == 400)
    let channels = [0, 199, 200, 400, 600].map { [image[0, $0].red, image[0, $0].green, image[0, $0].blue] }
    #expect(channels == [[1, 2, 3], [1, 2, 3], [127, 127, 127], [127, 127, 127], [255, 0, 0]])
  }

  @Test func aHeatmapThatIsTooLargeIsRefused() {
    #expect(throws: HeatmapPicture.TooLarge(rows: 3, columns: 16_385)) {
      _ = try HeatmapPicture(rows: 3, columns: 16_385)
    }
  }

  @Test func plotsOfNothingAndOfGapsAreDrawn() {
    let panels = [
      SweepPlot.Panel(title: "gaps", lines: [[.nan, 1, 1], []]),
      SweepPlot.Panel(title: "none", lines: [], range: 0...1),
    ]
    let series = [(name: "a", color: Color.named(1)), (name: "b", color: Color.standard)]
    let sweep = SweepPlot(dimensions: [8, 16, 32], series: series, panels: panels, caption: ["what made it"]).image()
    #expect(sweep.width == 1200 && sweep.height == 60 + 2 * 300 + 24 + 20)
    let points = [(0.0, 0.0), (1, 2), (.nan, 1)].map { MapPlot.Point(x: $0.0, y: $0.1, mark: "x", color: .named(2)) }
    let map = MapPlot(points: points, legend: [("label", "x", .named(2))], caption: []).image()
    #expect(map.width == 1200 && map.height == 1000 + 24 + 40)
    #expect(MapPlot(points: [], legend: [], caption: []).image().height == 1040)
  }
}
