import TerminalUI

/// How many colors a terminal shows, from what it and the user say.
struct ColorDetection {
  /// The environment's `NO_COLOR`, `COLORTERM` and `TERM`.
  var noColor: String?
  var colorTerm: String?
  var name: String?
  /// The colors its description has, 1 << 24 for 24-bit ones, 0 for none, negative without a description.
  var describedColors: Int

  /// What the user asked for comes first, then `NO_COLOR` (no-color.org: any text but the empty one), `COLORTERM`, and
  /// the description. An unknown terminal counts as one of 256 colors, never of 24 bits.
  func depth(override: ColorDepth?) -> ColorDepth {
    if let override { return override }
    if let noColor, !noColor.isEmpty { return .mono }
    if let colorTerm, ["truecolor", "24bit"].contains(colorTerm.lowercased()) { return .trueColor }
    if describedColors < 0 || (256..<1 << 24).contains(describedColors) { return .palette256 }
    if describedColors >= 1 << 24 { return .trueColor }
    return describedColors >= 8 ? .ansi16 : .mono
  }
}
