import TerminalUI

/// The colors of a theme, each exactly and as the nearest of the terminal's 16 named ones.
struct ThemePalette: Sendable {
  /// A color, and what stands for it where there are only the named ones.
  struct Tone: Sendable {
    let exact: Color
    let named: Color

    /// The color 0xRRGGBB.
    init(_ exact: UInt32, _ named: UInt8) {
      self.exact = .hexadecimal(exact)
      self.named = .named(named)
    }

    /// The terminal's own color.
    static let own = Tone(exact: .standard, named: .standard)

    private init(exact: Color, named: Color) {
      self.exact = exact
      self.named = named
    }
  }

  /// Two ends of viridis between which scores lie, from the lowest to the highest.
  struct Scale: Sendable { var lowerBound, upperBound: Float }

  let faint, accent, notice, failure, risen, fallen, focusedBorder, border: Tone
  /// Behind the selected row of the pane with the focus; `nil` for exchanged colors.
  let selection: Color?
  /// Behind the selected row of other panes.
  let selectionElsewhere: Color?
  /// `nil` where scores have the color of all text.
  let scoreScale: Scale?
  let series: [Tone]

  static let dark = ThemePalette(
    faint: Tone(0x7A8499, 8), accent: Tone(0x73DACA, 6), notice: Tone(0xE0AF68, 3), failure: Tone(0xF7768E, 1),
    risen: Tone(0x9ECE6A, 2), fallen: Tone(0xF7768E, 1), focusedBorder: Tone(0x7AA2F7, 4), border: Tone(0x66708C, 8),
    selection: .hexadecimal(0x303A5C), selectionElsewhere: .hexadecimal(0x242836),
    scoreScale: Scale(lowerBound: 0.45, upperBound: 1),
    series: [
      Tone(0x73DACA, 6), Tone(0xE0AF68, 3), Tone(0xBB9AF7, 5), Tone(0x9ECE6A, 2), Tone(0xF7768E, 1), Tone(0x7AA2F7, 4),
    ])

  static let light = ThemePalette(
    faint: Tone(0x5F6780, 8), accent: Tone(0x006A60, 6), notice: Tone(0x8A4B00, 5), failure: Tone(0xB3143A, 1),
    risen: Tone(0x2F6B12, 2), fallen: Tone(0xB3143A, 1), focusedBorder: Tone(0x1F4FB8, 4), border: Tone(0x7D859C, 8),
    selection: .hexadecimal(0xD3DEF8), selectionElsewhere: .hexadecimal(0xE9ECF4),
    scoreScale: Scale(lowerBound: 0.37, upperBound: 0),
    series: [
      Tone(0x006A60, 6), Tone(0x8A4B00, 5), Tone(0x6B2FB3, 13), Tone(0x2F6B12, 2), Tone(0xB3143A, 1), Tone(0x1F4FB8, 4),
    ])

  static let highContrastOnDark = ThemePalette(
    faint: .own, accent: Tone(0x5FFFFF, 14), notice: Tone(0xFFFF5F, 11), failure: Tone(0xFF9F9F, 9),
    risen: Tone(0x7FFF7F, 10), fallen: Tone(0xFF9F9F, 9), focusedBorder: Tone(0xFFFF5F, 11), border: .own,
    selection: nil, selectionElsewhere: nil, scoreScale: nil,
    series: [Tone(0x5FFFFF, 14), Tone(0xFFFF5F, 11), Tone(0xFF9FFF, 13), Tone(0x7FFF7F, 10)])

  static let highContrastOnLight = ThemePalette(
    faint: .own, accent: Tone(0x003F7F, 4), notice: Tone(0x6B2F00, 5), failure: Tone(0x8F0000, 1),
    risen: Tone(0x004F00, 2), fallen: Tone(0x8F0000, 1), focusedBorder: Tone(0x6B2F00, 5), border: .own,
    selection: nil, selectionElsewhere: nil, scoreScale: nil,
    series: [Tone(0x003F7F, 4), Tone(0x6B2F00, 5), Tone(0x5F005F, 5), Tone(0x004F00, 2)])
}

extension Color {
  /// The color 0xRRGGBB.
  fileprivate static func hexadecimal(_ value: UInt32) -> Color {
    .rgb(red: UInt8(value >> 16 & 0xFF), green: UInt8(value >> 8 & 0xFF), blue: UInt8(value & 0xFF))
  }
}
