/// What was read of a collection: its items, and what of its folders was left out.
public struct CorpusReading: Sendable {
  /// The items, in the order of the inputs; never none.
  public internal(set) var items: [CorpusItem] = []
  /// How many items each input gave, then the texts together.
  public internal(set) var counts: [Int] = []
  /// Why files and folders inside of folders were left out, one error each; the rest of their folder is there.
  public internal(set) var skipped: [CorpusError] = []

  /// What was left out, as one sentence without its final full stop; `nil` where nothing was.
  public var remark: String? {
    guard let first = skipped.first else { return nil }
    return skipped.count == 1
      ? "1 file was left out: \(first)" : "\(skipped.count) files were left out; the first: \(first)"
  }

  /// The most files that are named.
  private static let namedFiles = 20

  /// What was left out for these reasons, a line for each.
  public static func lines(leftOut reasons: [any Error]) -> [String] {
    switch reasons.count {
    case 0: return []
    case 1: return ["1 file was left out: \(reasons[0])"]
    default:
      let rest = reasons.count - namedFiles
      return ["\(reasons.count) files were left out:"] + reasons.prefix(namedFiles).map { "  \($0)" }
        + (rest > 0 ? ["  and \(rest) more"] : [])
    }
  }
}
