import TerminalUI

/// A set of colors for the explorer.
public enum ThemeName: String, Sendable, CaseIterable {
  /// For light text on a dark background.
  case dark
  /// For dark text on a light background.
  case light
  /// Few colors, each far from the background, and nothing faint.
  case highContrast = "high-contrast"
  /// No color at all: digits, shades, bold and reversed text.
  case mono
}

/// How the explorer looks, as far as the terminal has colors. Nothing is told by color alone: what has the focus has
/// heavy lines, what is marked a sign, and every value digits or shades.
struct Theme: Sendable {
  /// How many colors are shown.
  let depth: ColorDepth
  private let palette: ThemePalette

  /// The theme of that name; `nil` stands for dark or light, as the background is.
  init(_ name: ThemeName? = nil, depth: ColorDepth, isLight: Bool = false) {
    self.depth = name == .mono ? .mono : depth
    palette =
      switch name ?? (isLight ? .light : .dark) {
      case .dark, .mono: .dark
      case .light: .light
      case .highContrast: isLight ? .highContrastOnLight : .highContrastOnDark
      }
  }

  /// What is less important than the rest.
  var faint: Style { color(palette.faint, mono: Style(isDim: true)) }
  /// Headings of columns.
  var heading: Style { faint }
  /// What carries the eye: the current adapter, the current dimension.
  var accent: Style { color(palette.accent, mono: Style(isBold: true), isBold: true) }
  /// What must not be overlooked.
  var notice: Style { color(palette.notice, mono: Style(isBold: true)) }
  /// What went wrong.
  var failure: Style { color(palette.failure, mono: Style(isBold: true), isBold: true) }
  /// What rose in rank.
  var risen: Style { color(palette.risen, mono: .plain) }
  /// What fell in rank.
  var fallen: Style { color(palette.fallen, mono: .plain) }

  /// The frame of a pane.
  func border(isFocused: Bool) -> Style {
    isFocused ? color(palette.focusedBorder, mono: .plain) : color(palette.border, mono: Style(isDim: true))
  }

  /// How a selected row is drawn: in the pane with the focus, or in another.
  func select(isFocused: Bool) -> (inout Style) -> Void {
    let background = depth.showsScales ? (isFocused ? palette.selection : palette.selectionElsewhere) : nil
    return { style in
      if let background {
        style.background = background
        style.isBold = isFocused
      } else {
        style.isReversed = isFocused
        style.isBold = true
      }
    }
  }

  /// A score at a fraction of the range of scores: the higher, the farther from the background.
  func score(at fraction: Float) -> Style {
    guard depth.showsScales, let scale = palette.scoreScale else {
      return fraction > 0.66 ? Style(isBold: true) : .plain
    }
    let place = min(max(fraction, 0), 1)
    return Style(
      foreground: Colormap.viridis.color(at: scale.lowerBound + (scale.upperBound - scale.lowerBound) * place))
  }

  /// One of several things side by side: adapters, lines of a plot, tokens.
  func series(_ index: Int) -> Style {
    color(palette.series[index % palette.series.count], mono: .plain)
  }

  private func color(_ color: ThemePalette.Tone, mono: Style, isBold: Bool = false) -> Style {
    switch depth {
    case .mono: mono
    case .ansi16: Style(foreground: color.named, isBold: isBold)
    case .palette256, .trueColor: Style(foreground: color.exact, isBold: isBold)
    }
  }
}
