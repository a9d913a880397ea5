import TerminalUI

/// The colors of the explorer on a dark background, as far as the terminal has them. Nothing is told by color alone:
/// what has the focus has heavy lines, what is marked a sign, and every value digits or shades.
struct Theme: Sendable {
  /// How many colors the terminal shows.
  let depth: ColorDepth

  /// What is less important than the rest.
  var faint: Style { color(.rgb(red: 122, green: 132, blue: 153), named: 8, mono: Style(isDim: true)) }
  /// Headings of columns.
  var heading: Style { faint }
  /// What carries the eye: the current adapter, the current dimension.
  var accent: Style { color(.rgb(red: 115, green: 218, blue: 202), named: 6, mono: Style(isBold: true), isBold: true) }
  /// What must not be overlooked.
  var notice: Style { color(.rgb(red: 224, green: 175, blue: 104), named: 3, mono: Style(isBold: true)) }
  /// What went wrong.
  var failure: Style { color(.rgb(red: 247, green: 118, blue: 142), named: 1, mono: Style(isBold: true), isBold: true) }
  /// What rose in rank.
  var risen: Style { color(.rgb(red: 158, green: 206, blue: 106), named: 2, mono: .plain) }
  /// What fell in rank.
  var fallen: Style { color(.rgb(red: 247, green: 118, blue: 142), named: 1, mono: .plain) }

  /// The frame of a pane.
  func border(isFocused: Bool) -> Style {
    isFocused
      ? color(.rgb(red: 122, green: 162, blue: 247), named: 4, mono: .plain)
      : color(.rgb(red: 102, green: 112, blue: 140), named: 8, mono: Style(isDim: true))
  }

  /// How a selected row is drawn: in the pane with the focus, or in another.
  func select(isFocused: Bool) -> (inout Style) -> Void {
    let hasScale = depth.showsScales
    return { style in
      if hasScale {
        style.background =
          isFocused ? .rgb(red: 48, green: 58, blue: 92) : .rgb(red: 36, green: 40, blue: 54)
        style.isBold = isFocused
      } else {
        style.isReversed = isFocused
        style.isBold = true
      }
    }
  }

  /// A score at a fraction of the range of scores: the higher, the brighter.
  func score(at fraction: Float) -> Style {
    guard depth.showsScales else { return fraction > 0.66 ? Style(isBold: true) : .plain }
    return Style(foreground: Colormap.viridis.color(at: 0.4 + 0.6 * min(max(fraction, 0), 1)))
  }

  /// One of several things side by side: adapters, lines of a plot, tokens.
  func series(_ index: Int) -> Style {
    let colors: [(Color, UInt8)] = [
      (.rgb(red: 115, green: 218, blue: 202), 6), (.rgb(red: 224, green: 175, blue: 104), 3),
      (.rgb(red: 187, green: 154, blue: 247), 5), (.rgb(red: 158, green: 206, blue: 106), 2),
      (.rgb(red: 247, green: 118, blue: 142), 1), (.rgb(red: 122, green: 162, blue: 247), 4),
    ]
    let (exact, named) = colors[index % colors.count]
    return color(exact, named: named, mono: .plain)
  }

  private func color(_ exact: Color, named: UInt8, mono: Style, isBold: Bool = false) -> Style {
    switch depth {
    case .mono: mono
    case .ansi16: Style(foreground: .named(named), isBold: isBold)
    case .palette256, .trueColor: Style(foreground: exact, isBold: isBold)
    }
  }
}
