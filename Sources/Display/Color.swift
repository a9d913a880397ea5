/// A color as views name it; the terminal maps it to what it can show.
public enum Color: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case standard
  /// One of the terminal's 16 named colors, which follow the user's scheme.
  case named(UInt8)
  /// An exact color.
  case rgb(red: UInt8, green: UInt8, blue: UInt8)

  /// The nearest color a terminal of that depth shows: an entry of the 256-color palette as its RGB value, one of the
  /// 16 named colors, or the terminal's own.
  public func nearest(in depth: ColorDepth) -> Color {
    switch (self, depth) {
    case (.standard, _), (_, .mono): return .standard
    case (.named(let index), _): return .named(index & 15)
    case (.rgb, .trueColor): return self
    case (.rgb(let red, let green, let blue), .palette256):
      let (red, green, blue) = Palette.color(Palette.index(red: red, green: green, blue: blue))
      return .rgb(red: red, green: green, blue: blue)
    case (.rgb(let red, let green, let blue), .ansi16):
      return .named(Palette.namedIndex(red: red, green: green, blue: blue))
    }
  }

  /// The color itself or, for a named one, xterm's default for it; `nil` for the terminal's own.
  public var components: (red: UInt8, green: UInt8, blue: UInt8)? {
    switch self {
    case .standard: nil
    case .named(let index): Palette.color(index & 15)
    case .rgb(let red, let green, let blue): (red, green, blue)
    }
  }
}

extension Color: CustomStringConvertible {
  /// `standard`, the number of a named color, or `#RRGGBB`.
  public var description: String {
    switch self {
    case .standard: return "standard"
    case .named(let index): return String(index)
    case .rgb(let red, let green, let blue):
      return "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
  }
}

/// How many colors a terminal shows.
public enum ColorDepth: Int, Sendable, CaseIterable, Comparable {
  /// No color: values are told by digits and shades.
  case mono
  /// The 16 (or 8) named colors.
  case ansi16
  /// The 256-color palette.
  case palette256
  /// 24-bit colors.
  case trueColor

  /// Whether the first shows fewer colors.
  public static func < (first: ColorDepth, second: ColorDepth) -> Bool { first.rawValue < second.rawValue }

  /// Whether a scale of colors can be told apart; else digits or shades must say it.
  public var showsScales: Bool { self == .palette256 || self == .trueColor }
}

/// xterm's 256 colors: 16 named ones, a cube of 6 × 6 × 6, and 24 grays.
public enum Palette {
  /// The entry of the cube or the grays nearest to a color; never one of the 16 that users redefine.
  public static func index(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let cube = UInt8(16 + 36 * cubeLevel(red) + 6 * cubeLevel(green) + cubeLevel(blue))
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let gray = UInt8(232 + min(max((mean - 3) / 10, 0), 23))
    let wanted = (red, green, blue)
    return distance(color(gray), wanted) < distance(color(cube), wanted) ? gray : cube
  }

  /// The color of an entry.
  public static func color(_ index: UInt8) -> (red: UInt8, green: UInt8, blue: UInt8) {
    switch index {
    case 0..<16:
      let value = named[Int(index)]
      return (UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    case 16..<232:
      let cube = Int(index) - 16
      return (cubeValues[cube / 36], cubeValues[cube / 6 % 6], cubeValues[cube % 6])
    default:
      let gray = UInt8(8 + 10 * (Int(index) - 232))
      return (gray, gray, gray)
    }
  }

  /// The named color (0…15) nearest to a color by xterm's defaults.
  public static func namedIndex(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let distances = (0..<16).map { distance(color(UInt8($0)), (red, green, blue)) }
    return UInt8(distances.indices.min { distances[$0] < distances[$1] } ?? 0)
  }

  private static let cubeValues: [UInt8] = [0, 95, 135, 175, 215, 255]

  private static let named: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00,
    0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  private static func cubeLevel(_ value: UInt8) -> Int {
    value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40
  }

  private static func distance(
    _ first: (red: UInt8, green: UInt8, blue: UInt8), _ second: (red: UInt8, green: UInt8, blue: UInt8)
  ) -> Int {
    let red = Int(first.red) - Int(second.red)
    let green = Int(first.green) - Int(second.green)
    let blue = Int(first.blue) - Int(second.blue)
    return red * red + green * green + blue * blue
  }
}
