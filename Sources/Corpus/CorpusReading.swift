/// What was read of a collection: its items, and what of its folders was left out.
public struct CorpusReading: Sendable {
  /// The items, in the order of the inputs; never none.
  public internal(set) var items: [CorpusItem] = []
  /// How many items each input gave, then the texts together.
  public internal(set) var counts: [Int] = []
  /// Why files and folders inside of folders, and lines of tables, were left out, one error each; the rest is there.
  public internal(set) var skipped: [CorpusError] = []
  /// The judgments of relevance that came with the items, one set for each table of a BEIR folder.
  public internal(set) var judgments: [Judgments] = []
  /// What was taken for granted or is odd, a sentence without its final full stop each.
  public internal(set) var remarks: [String] = []

  /// What was left out and what else is to be said, as one sentence without its final full stop; `nil` where there is
  /// nothing.
  public var remark: String? {
    guard let first = skipped.first else { return remarks.isEmpty ? nil : remarks.joined(separator: "; ") }
    let told = "\(Self.leftOut(skipped))\(skipped.count == 1 ? ":" : "; the first:") \(first)"
    return (remarks + [told]).joined(separator: "; ")
  }

  /// The most files that are named.
  private static let namedFiles = 20

  /// What was left out for these reasons, a line for each.
  public static func lines(leftOut reasons: [any Error]) -> [String] {
    switch reasons.count {
    case 0: return []
    case 1: return ["\(leftOut(reasons)): \(reasons[0])"]
    default:
      let rest = reasons.count - namedFiles
      return ["\(leftOut(reasons)):"] + reasons.prefix(namedFiles).map { "  \($0)" }
        + (rest > 0 ? ["  and \(rest) more"] : [])
    }
  }

  /// How many files, and lines of files, were left out.
  private static func leftOut(_ reasons: [any Error]) -> String {
    let lines = reasons.count { ($0 as? CorpusError)?.isOfOneLine == true }
    let parts = [(reasons.count - lines, "file"), (lines, "line")].filter { $0.0 > 0 }
    return parts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: " and ")
      + (reasons.count == 1 ? " was left out" : " were left out")
  }
}
