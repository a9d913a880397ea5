/// A color as views name it; the terminal maps it to what it can show.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the terminal's 16 named colors, which follow the user's scheme.
  case named(UInt8)
  /// An exact color.
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// How many colors a terminal shows.
public enum ColorDepth: Int, Sendable, CaseIterable {
  /// No color: values are told by digits and shades.
  case mono
  /// The 16 (or 8) named colors.
  case ansi16
  /// The 256-color palette.
  case palette256
  /// 24-bit colors.
  case trueColor
}
