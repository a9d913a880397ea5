import Embeddings
import Files
import Plots
import Reports

/// A form in which what a pane shows can be kept, by the ending of its file.
enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  case tsv, csv, json, jsonl, trec, png, npy, safetensors
  /// The vectors, one a line; the other JSON Lines are the ranking.
  case vectorLines = "vectors.jsonl"

  /// The form that the ending of a path names.
  init?(path: String) {
    let name = Path.name(of: path).lowercased()
    guard let format = Self.allCases.last(where: { name.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = format
  }
}

/// Why nothing was written.
enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pane cannot be kept in that form.
  case notOffered(Pane, path: String)
  /// The pane shows nothing yet.
  case empty(Pane)
  /// A picture of so many rows and columns would be too large.
  case tooLarge(Int, Int)

  /// One sentence: what, and what to do.
  var description: String {
    switch self {
    case .notOffered(let pane, let path):
      "\(path) has no ending that the \(pane.title) pane can be exported as; use "
        + pane.definition.exportFormats.map { "." + $0.rawValue }.joined(separator: ", ")
    case .tooLarge(let rows, let columns):
      "a picture of \(rows) × \(columns) values is too large (\(PixelCanvas.largestSide) a side at most); select a rectangle with "
        + "Space, or export .csv"
    case .empty(let pane): "the \(pane.title) pane shows nothing to export yet"
    }
  }
}
