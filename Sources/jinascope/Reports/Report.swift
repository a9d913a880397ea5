import Foundation
import StrictJSON
import TerminalUI

/// What a command found, ready to be printed in each of the formats.
struct Report {
  /// Lines for people.
  let table: [String]
  /// One JSON document, without line end.
  let json: [UInt8]
  /// One JSON document a line, without line ends.
  let jsonLines: [[UInt8]]
  /// Fields of each line of comma-separated values, the header first.
  let rows: [[String]]

  /// Prints the report to standard output.
  func print(as format: AnalysisFormat) throws {
    switch format {
    case .table: try Destination.print(Array((table.joined(separator: "\n") + "\n").utf8))
    case .json: try Destination.print(json + Array("\n".utf8))
    case .jsonl: try Destination.print(Array(jsonLines.joined(separator: Array("\n".utf8))) + Array("\n".utf8))
    case .csv:
      // A file gets the texts as they are; a terminal must not obey them.
      let shown = Destination.isTerminal ? rows.map { $0.map(TextWidth.display) } : rows
      try Destination.print(Array((shown.map(csvLine).joined(separator: "\n") + "\n").utf8))
    }
  }
}

/// One JSON document that `body` writes.
func jsonDocument(_ body: (inout JSONWriter) throws -> Void) throws -> [UInt8] {
  var writer = JSONWriter()
  try body(&writer)
  return writer.takeBytes()
}

/// A length of time as people read it: `740 ms`, `2.1 s`.
func durationText(_ duration: Duration) -> String {
  let seconds = duration / .seconds(1)
  return seconds < 1 ? "\(Int((seconds * 1000).rounded())) ms" : String(format: "%.1f s", seconds)
}

/// A similarity as people read it: three decimals, and a place for the sign so that columns align.
func scoreText(_ score: Float) -> String {
  String(format: "% .3f", Double(score))
}
