/// Whether a terminal's background is light, from what it and the environment say.
enum BackgroundDetection {
  /// The milliseconds a terminal has to answer.
  static let patience: Int32 = 150

  /// What `COLORFGBG` says (rxvt's variable: `foreground;background`, or with a part between, as numbers of the 16 named
  /// colors); `nil` where it says nothing.
  static func isLight(colorsVariable: String?) -> Bool? {
    guard let last = colorsVariable?.split(separator: ";").last, let color = Int(last), (0..<16).contains(color) else {
      return nil
    }
    return color == 7 || color > 8
  }

  /// Whether a color (0xRRGGBB; negative where none is known) is nearer to white than to black as the eye sees it
  /// (ITU-R BT.709's weights).
  static func isLight(color: Int) -> Bool {
    guard color >= 0 else { return false }
    return (color >> 16 & 0xFF) * 2126 + (color >> 8 & 0xFF) * 7152 + (color & 0xFF) * 722 > 127 * 10_000
  }
}
