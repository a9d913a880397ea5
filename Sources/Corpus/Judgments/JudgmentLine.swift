internal import StrictJSON

/// A line of a table of judgments.
///
/// Sources: the qrels of TREC, `query iteration document grade`, between white space; those of BEIR, `query-id corpus-id
/// score`, between tabs and under a header.
enum JudgmentLine {
  /// The first line of a table that begins with the names of its columns.
  case header
  case judgment(Judgments.Judgment)

  /// Reads the line `text`, the line of that number.
  ///
  /// - Throws: `.badRow` where it is no judgment.
  init(_ text: String, at place: CorpusItem.Place) throws(CorpusError) {
    var fields = text.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
    if fields.count != 3 {
      fields = text.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map { Substring($0) }
      if fields.count == 4 { fields.remove(at: 1) } else { fields = [] }
    }
    // A header is recognized by its grade, which is no number.
    if place.line == 1, fields.count == 3, Double(fields[2]) == nil {
      self = .header
      return
    }
    guard fields.count == 3, !fields[0].isEmpty, !fields[1].isEmpty, let grade = Self.grade(fields[2]) else {
      throw .badRow(
        place,
        reason: "a judgment is query, item and a whole number between tabs, or query, 0, item and a whole number")
    }
    self = .judgment(Judgments.Judgment(query: String(fields[0]), item: String(fields[1]), grade: grade))
  }

  /// A grade in the range that is read; `nil` for any other, and for a fraction.
  static func grade(_ text: Substring) -> Int? { Int(text).flatMap { (-1000...1000).contains($0) ? $0 : nil } }
}

/// What a judgment is about.
struct JudgedPair: Hashable {
  let query: ExactString
  let item: ExactString

  init(_ judgment: Judgments.Judgment) {
    query = ExactString(judgment.query)
    item = ExactString(judgment.item)
  }
}
