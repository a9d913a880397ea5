/// How a cell is drawn.
public struct Style: Hashable, Sendable {
  /// The color of the glyph.
  public var foreground: Color
  /// The color behind it.
  public var background: Color
  /// Brighter or heavier.
  public var isBold: Bool
  /// Fainter.
  public var isDim: Bool
  /// Underlined.
  public var isUnderlined: Bool
  /// Foreground and background exchanged.
  public var isReversed: Bool

  /// A style; by default the terminal's own colors, plain.
  public init(
    foreground: Color = .standard, background: Color = .standard, isBold: Bool = false, isDim: Bool = false,
    isUnderlined: Bool = false, isReversed: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isDim = isDim
    self.isUnderlined = isUnderlined
    self.isReversed = isReversed
  }

  /// The terminal's own colors.
  public static let plain = Style()
}
