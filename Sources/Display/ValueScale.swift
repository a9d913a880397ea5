/// How values become colors, digits and shades: the range, the color map, and its direction.
public struct ValueScale: Hashable, Sendable {
  /// The values of the two ends.
  public var range: ClosedRange<Float>
  /// The colors.
  public var colormap: Colormap
  /// Whether the ends are exchanged.
  public var isInverted: Bool

  /// A scale. A diverging color map widens the range so that 0 is its middle.
  public init(range: ClosedRange<Float>, colormap: Colormap = .viridis, isInverted: Bool = false) {
    let reach = max(abs(range.lowerBound), abs(range.upperBound))
    self.range = colormap.isDiverging ? -reach...reach : range
    self.colormap = colormap
    self.isInverted = isInverted
  }

  /// Where a value lies between the ends, 0…1; NaN for a missing one, 0.5 when the ends are equal.
  public func fraction(of value: Float) -> Float {
    if value.isNaN { return .nan }
    let span = range.upperBound - range.lowerBound
    let fraction = span > 0 ? min(max((value - range.lowerBound) / span, 0), 1) : 0.5
    return isInverted ? 1 - fraction : fraction
  }

  /// The color of a value as a terminal of that depth shows it; `nil` for a missing one.
  public func color(of value: Float, depth: ColorDepth) -> Color? {
    value.isNaN ? nil : colormap.color(at: fraction(of: value)).nearest(in: depth)
  }
}

extension Color {
  /// Black or white, whichever can be read on this color; the terminal's own on its own background.
  public var readable: Color {
    guard let (red, green, blue) = components else { return .standard }
    // Rec. 709's weights for the eye's sensitivity.
    let luminance = 0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    return luminance > 127 ? .rgb(red: 0, green: 0, blue: 0) : .rgb(red: 255, green: 255, blue: 255)
  }
}
