import Foundation
import TerminalUI
import Testing

@testable import Explorer

@Suite("Themes")
struct ThemeTests {
  /// What a text of a color on another can be told by: 1 (not at all) … 21.
  ///
  /// Source: Web Content Accessibility Guidelines 2.2, relative luminance and contrast ratio.
  private func contrast(_ first: Color, _ second: Color) -> Double {
    func luminance(_ color: Color) -> Double {
      let parts = color.components ?? (0, 0, 0)
      let linear = [parts.red, parts.green, parts.blue].map { part -> Double in
        let value = Double(part) / 255
        return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (one, two) = (luminance(first), luminance(second))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)
  }

  private func texts(_ theme: Theme) -> [Color] {
    let styles =
      [theme.faint, theme.accent, theme.notice, theme.failure, theme.risen, theme.fallen]
      + (0..<6).map { theme.series($0) } + [0, 0.3, 0.7, 1].map { theme.score(at: $0) }
    return styles.map(\.foreground).filter { $0 != .standard }
  }

  @Test(
    "Every text can be read on the background it is made for",
    arguments: [
      (ThemeName.dark, false, 4.5), (.light, true, 4.5), (.highContrast, false, 7), (.highContrast, true, 7),
    ], [ColorDepth.trueColor, .palette256])
  func contrast(theme: (name: ThemeName, isLight: Bool, least: Double), depth: ColorDepth) {
    let background = Color.rgb(
      red: theme.isLight ? 255 : 0, green: theme.isLight ? 255 : 0, blue: theme.isLight ? 255 : 0)
    for color in texts(Theme(theme.name, depth: depth, isLight: theme.isLight)) {
      let found = contrast(color.nearest(in: depth), background)
      #expect(found >= theme.least, "\(color) on \(background): \(found)")
    }
  }

  @Test func withoutAWishTheThemeSuitsTheBackground() {
    #expect(Theme(depth: .trueColor, isLight: true).accent == Theme(.light, depth: .trueColor).accent)
    #expect(Theme(depth: .trueColor).accent == Theme(.dark, depth: .trueColor, isLight: true).accent)
    #expect(
      Theme(.highContrast, depth: .trueColor).accent != Theme(.highContrast, depth: .trueColor, isLight: true).accent)
  }

  @Test func monoHasNoColorAnywhere() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    try harness.type("water from the sea<Esc>2j<Space>")
    harness.perform(.line("theme mono"))
    #expect(harness.picture.cells.allSatisfy { $0.style.foreground == .standard && $0.style.background == .standard })
    harness.perform(.line("theme dark"))
    #expect(harness.picture.cells.contains { $0.style.foreground != .standard })
  }

  @Test func nothingIsFaintInHighContrast() throws {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40))
    harness.perform(.line("theme high-contrast"))
    #expect(harness.state.screen.theme.faint == .plain)
    harness.perform(.line("theme pink"))
    #expect(harness.state.commands.error != nil && harness.state.screen.themeName == .highContrast)
  }
}
