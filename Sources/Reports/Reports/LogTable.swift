extension Table {
  /// What happened: `seconds` since the start, `level`, `message`.
  public static func log(_ lines: some Sequence<(seconds: Double, level: String, message: String)>) -> Table {
    var table = Table([.number("seconds"), .text("level"), .text("message")])
    for line in lines {
      // Milliseconds are all that a log of a person's doings has to tell.
      table.append([.number((line.seconds * 1000).rounded() / 1000), .text(line.level), .text(line.message)])
    }
    return table
  }
}
