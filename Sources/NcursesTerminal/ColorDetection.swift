import TerminalUI

/// How many colors a terminal shows, from what it and the user say.
struct ColorDetection {
  /// The environment's `NO_COLOR`.
  var noColor: String?
  /// The environment's `COLORTERM`.
  var colorTerm: String?
  /// The colors its description has, 1 << 24 for 24-bit ones, 0 for none, negative without a description.
  var describedColors: Int

  /// What the user asked for comes first, then `NO_COLOR` (no-color.org: any text but the empty one), `COLORTERM`, and
  /// the description. An unknown terminal counts as one of 256 colors, never of 24 bits.
  func depth(override: ColorDepth?) -> ColorDepth {
    if let override { return override }
    if let noColor, !noColor.isEmpty { return .mono }
    if let colorTerm, ["truecolor", "24bit"].contains(colorTerm.lowercased()) { return .trueColor }
    return describedColors < 0 ? .palette256 : ColorDepth.most(of: describedColors)
  }
}

extension ColorDepth {
  /// The most a terminal of that many colors shows.
  static func most(of colors: Int) -> ColorDepth {
    switch colors {
    case ..<8: .mono
    case ..<256: .ansi16
    case ..<(1 << 24): .palette256
    default: .trueColor
    }
  }

  /// The colors it needs.
  var colors: Int32 {
    switch self {
    case .mono: 0
    case .ansi16: 16
    case .palette256: 256
    case .trueColor: 1 << 24
    }
  }
}
