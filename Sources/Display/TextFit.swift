/// Texts made to fit: what there is no room for is left out whole, and names are cut alike.
public enum TextFit {
  /// As many of the parts as fit, from the first on; the first stands even where it does not.
  public static func joined(_ parts: [String], separator: String = " · ", columns: Int) -> String {
    var text = parts.first ?? ""
    for part in parts.dropFirst() {
      let longer = text + separator + part
      if TextWidth.columns(of: longer) > columns { break }
      text = longer
    }
    return text
  }

  /// The names with the longest cut, so that together they take at most `columns`; `nil` where that leaves one of them
  /// fewer than `least` columns. What is cut ends in `mark`.
  public static func abbreviated(
    _ names: [String], columns: Int, least: Int = 3, mark: String = "…"
  ) -> [String]? {
    let longest = names.map(TextWidth.columns(of:)).max() ?? 0
    for most in stride(from: max(longest, least), through: least, by: -1) {
      let short = names.map { cut($0, to: most, mark) }
      if short.reduce(0, { $0 + TextWidth.columns(of: $1) }) <= columns { return short }
    }
    return nil
  }

  /// `name`, cut where it takes more than `most` columns; what is cut ends in `mark`.
  public static func cut(_ name: String, to most: Int, _ mark: String = "…") -> String {
    if TextWidth.columns(of: name) <= most { return name }
    var (text, used) = ("", 0)
    for cell in TextWidth.cells(of: name) {
      if used + cell.columns > most - TextWidth.columns(of: mark) { break }
      text += cell.text
      used += cell.columns
    }
    return text + mark
  }
}
