/// How far a job is: a bar with its label to the right.
public struct ProgressBar: View {
  /// The part that is done, 0…1; `nil` when nobody knows yet.
  public var fraction: Double?
  /// What is being done and how far, as in `layer 12 of 36`.
  public var label: String
  /// How the bar is drawn.
  public var style: Style
  /// Whether only ASCII is drawn.
  public var isASCII: Bool

  /// A progress bar.
  public init(fraction: Double?, label: String = "", style: Style = .plain, isASCII: Bool = false) {
    self.fraction = fraction
    self.label = label
    self.style = style
    self.isASCII = isASCII
  }

  /// Draws the percentage, as much of the bar as the label leaves (at most 20 columns), and the label.
  public func draw(on screen: inout Screen, in rect: Rect) {
    let line = rect.line(0)
    guard !line.isEmpty else { return }
    guard let fraction, !fraction.isNaN else {
      screen.write(label, in: line, style: style)
      return
    }
    let done = min(max(fraction, 0), 1)
    let percent = "\(Int(done * 100))%"
    let labelColumns = label.isEmpty ? 0 : TextWidth.columns(of: label) + 1
    let room = line.size.columns - labelColumns - 5
    let parts = line.splitColumns([.fixed(5), .fixed(room >= 3 ? min(room, 20) : 0), .flexible()])
    screen.write(String(repeating: " ", count: 4 - percent.count) + percent, in: parts[0], style: style)
    screen.write(bar(done, columns: parts[1].size.columns), in: parts[1], style: style, truncation: .clip)
    let gap = parts[1].isEmpty || label.isEmpty ? "" : " "
    screen.write(gap + label, in: parts[2], style: style)
  }

  private func bar(_ done: Double, columns: Int) -> String {
    let filled = Int(done * Double(columns))
    if isASCII { return String(repeating: "#", count: filled) + String(repeating: "-", count: columns - filled) }
    guard filled < columns else { return String(repeating: "█", count: columns) }
    let eighths = ["░", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let part = eighths[min(7, Int((done * Double(columns) - Double(filled)) * 8))]
    return String(repeating: "█", count: filled) + part + String(repeating: "░", count: columns - filled - 1)
  }
}
