import Testing

@testable import Display

@Suite struct ColormapTests {
  @Test func scalesHitTheirPublishedEndsAndMiddles() {
    #expect("\(Colormap.viridis.color(at: 0))" == "#440154")
    #expect("\(Colormap.viridis.color(at: 0.5))" == "#21918C")
    #expect("\(Colormap.plasma.color(at: 1))" == "#F0F921")
    #expect("\(Colormap.inferno.color(at: 1))" == "#FCFFA4")
    #expect("\(Colormap.redBlue.color(at: 0.5))" == "#F7F6F6")
    #expect("\(Colormap.gray.color(at: 0.5))" == "#808080")
  }

  @Test func valuesOutsideTheRangeTakeTheNearestEnd() {
    #expect(Colormap.plasma.color(at: -5) == Colormap.plasma.color(at: 0))
    #expect(Colormap.plasma.color(at: .infinity) == Colormap.plasma.color(at: 1))
    #expect(Colormap.plasma.color(at: .nan) == Colormap.plasma.color(at: 0))
  }

  @Test func everyPaletteEntryAboveTheNamedOnesIsItsOwnNearest() {
    for index in UInt8(16)...255 {
      let color = Palette.color(index)
      let nearest = Palette.index(red: color.red, green: color.green, blue: color.blue)
      #expect(Palette.color(nearest) == color, "entry \(index)")
    }
  }

  @Test func thePaletteEntryChosenIsTheNearestOfAll() {
    for red in stride(from: 0, through: 255, by: 15) {
      for green in stride(from: 0, through: 255, by: 15) {
        for blue in stride(from: 0, through: 255, by: 51) {
          func distance(_ index: UInt8) -> Int {
            let entry = Palette.color(index)
            let parts = [Int(entry.red) - red, Int(entry.green) - green, Int(entry.blue) - blue]
            return parts.reduce(0) { $0 + $1 * $1 }
          }
          let chosen = Palette.index(red: UInt8(red), green: UInt8(green), blue: UInt8(blue))
          let best = (UInt8(16)...255).map(distance).min() ?? 0
          #expect(distance(chosen) == best, "\(red) \(green) \(blue)")
        }
      }
    }
  }
}
