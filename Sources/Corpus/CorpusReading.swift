/// What was read of a collection: its items, and what of its folders was left out.
public struct CorpusReading: Sendable {
  /// The items, in the order of the inputs; never none.
  public internal(set) var items: [CorpusItem] = []
  /// How many items each input gave, then the texts together.
  public internal(set) var counts: [Int] = []
  /// Why files and folders inside of folders, and lines of tables, were left out, one error each; the rest is there.
  public internal(set) var skipped: [CorpusError] = []
  /// Why files inside of folders could not be read again, one error each; what was read of them before is there.
  public internal(set) var kept: [CorpusError] = []
  /// What all of it was read from.
  public internal(set) var sources = SourceStamps()
  /// The judgments of relevance that came with the items, one set for each table of a BEIR folder.
  public internal(set) var judgments: [Judgments] = []
  /// What was taken for granted or is odd, a sentence without its final full stop each.
  public internal(set) var remarks: [String] = []

  /// What was left out and what else is to be said, as one sentence without its final full stop; `nil` where there is
  /// nothing.
  public var remark: String? {
    let parts = remarks + [problem].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// What was left out, and what stays as it was because it could not be read again; `nil` where there is nothing.
  public var problem: String? {
    func told(_ words: String, _ reasons: [CorpusError]) -> String? {
      reasons.first.map { "\(words)\(reasons.count == 1 ? ":" : "; the first:") \($0)" }
    }
    let files =
      kept.count == 1
      ? "1 file could not be read again and stays as it was"
      : "\(kept.count) files could not be read again and stay as they were"
    let parts = [told(files, kept), told(Self.leftOut(skipped), skipped)].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
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

  /// How many files, lines of files, and parts of documents were left out.
  private static func leftOut(_ reasons: [any Error]) -> String {
    let extents = reasons.map { ($0 as? CorpusError)?.extent ?? .file }
    return CorpusError.Extent.allCases.compactMap { extent in
      let count = extents.count { $0 == extent }
      return count == 0 ? nil : "\(count) \(extent.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: " and ") + (reasons.count == 1 ? " was left out" : " were left out")
  }
}
