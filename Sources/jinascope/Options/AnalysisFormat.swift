import ArgumentParser

/// How the commands that analyze print what they found.
enum AnalysisFormat: String, ExpressibleByArgument, CaseIterable {
  /// A table for people.
  case table
  /// One JSON document.
  case json
  /// JSON Lines: one result, row, dimension or item a line.
  case jsonl
  /// Comma-separated values with a header line.
  case csv
}

/// `--format` and `-k` of the commands that rank.
struct AnalysisOptions: ParsableArguments {
  @Option(help: "table, json, jsonl or csv.")
  var format: AnalysisFormat = .table

  @Option(name: .customShort("k"), help: ArgumentHelp("How many items are printed.", valueName: "n"))
  var limit: Int = 10

  func validate() throws {
    if limit < 1 { throw ValidationError("-k needs a number of at least 1") }
  }
}

/// One line of comma-separated values.
///
/// Source: RFC 4180; a field is quoted where it holds a comma, a quote or a line end.
func csvLine(_ fields: [String]) -> String {
  fields.map { field in
    let needsQuotes = field.unicodeScalars.contains { ",\"\r\n".unicodeScalars.contains($0) }
    return needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
  }.joined(separator: ",")
}
