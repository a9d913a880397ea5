/// Numbers as panes show them.
public enum NumberText {
  /// `value` with a fixed number of decimals, as in `0.71`; `-` for NaN, `∞` for infinite values.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard !value.isNaN else { return "-" }
    guard value.isFinite, abs(value) < 1e15 else { return value < 0 ? "-∞" : "∞" }
    let places = min(max(decimals, 0), 9)
    let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
    guard abs(value) * scale < 9e18 else { return "\(Int64(value))" }
    let units = Int64((abs(value) * scale).rounded())
    let sign = value < 0 && units > 0 ? "-" : ""
    if places == 0 { return sign + String(units) }
    let digits = String(units)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
  }

  /// `value` with a fixed number of decimals.
  public static func fixed(_ value: Float, decimals: Int) -> String { fixed(Double(value), decimals: decimals) }

  /// A whole number with commas between thousands, as `165,542`.
  public static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (value < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// A share of 1 in as few characters as a column of numbers can have: `.71`, `-.03`, `1.0`.
  public static func short(_ value: Float) -> String {
    let text = fixed(value, decimals: 2)
    if text.hasPrefix("0.") { return String(text.dropFirst()) }
    if text.hasPrefix("-0.") { return "-" + text.dropFirst(2) }
    return text.hasSuffix("0") ? String(text.dropLast()) : text
  }
}

/// Values as glyphs, for terminals without scales of colors and for readers who do not see them.
public enum ValueGlyph {
  /// A fraction of the range in five steps of darkness.
  public static func shade(_ fraction: Float) -> String { pick(shades, fraction) }

  /// A fraction of the range as a digit from 0 to 9.
  public static func digit(_ fraction: Float) -> String {
    pick(digits, fraction)
  }

  /// A bar of that fraction of `columns`, in eighths of a column.
  public static func bar(_ fraction: Float, columns: Int) -> String {
    let clamped = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    let eighths = Int((clamped * Float(max(0, columns) * 8)).rounded())
    return String(repeating: "█", count: eighths / 8) + bars[eighths % 8]
  }

  private static let bars = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
  private static let shades = [" ", "░", "▒", "▓", "█"]
  private static let digits = (0...9).map(String.init)

  private static func pick(_ glyphs: [String], _ fraction: Float) -> String {
    let clamped = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
    return glyphs[min(Int(clamped * Float(glyphs.count)), glyphs.count - 1)]
  }
}
