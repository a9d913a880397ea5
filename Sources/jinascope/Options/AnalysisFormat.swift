public import ArgumentParser
public import Reports

/// How the analysis commands print their results.
enum AnalysisFormat: String, ExpressibleByArgument, CaseIterable {
  /// A table for people.
  case table
  /// One JSON document: what made the numbers, then `rows`.
  case json
  /// JSON Lines: a row a line.
  case jsonl
  /// Comma-separated values with a header line.
  case csv
  /// Tab-separated values with a header line.
  case tsv

  /// The form for programs; `nil` of a table for people.
  var tableFormat: TableFormat? {
    switch self {
    case .table: nil
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .tsv: .tsv
    }
  }

  /// What the option takes.
  static let help: ArgumentHelp = "table, json, jsonl, csv or tsv."
}

/// `--format` and `-k` of the commands that rank.
struct AnalysisOptions: ParsableArguments {
  @Option(help: AnalysisFormat.help) var format: AnalysisFormat = .table
  @OptionGroup var limit: LimitOptions
}

/// `-k` of the commands that rank.
struct LimitOptions: ParsableArguments {
  @Option(name: .customShort("k"), help: ArgumentHelp("How many items to print.", valueName: "n"))
  var count: Int = 10

  func validate() throws {
    if count < 1 { throw ValidationError("-k needs a number of at least 1") }
  }
}

extension VectorFormat: ExpressibleByArgument {}
