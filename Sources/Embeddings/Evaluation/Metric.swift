internal import Foundation

/// How good a ranking is for one query, by where it puts the items that were judged relevant: 0 for none of them, 1 for
/// the best possible order.
///
/// An item is relevant from grade 1 on. Names and definitions are those of `trec_eval` (`ndcg_cut`, `recall`, `P`,
/// `map_cut`, `recip_rank`, `success`), whose nDCG takes the grade itself as the gain; `ndcg_exp` takes 2^grade − 1.
///
/// Sources: `trec_eval` 9.0.8, `m_ndcg_cut.c` and others; Burges et al., "Learning to Rank using Gradient Descent" (2005),
/// section 6, for the exponential gain.
public struct Metric: Hashable, Sendable, CustomStringConvertible {
  /// What is measured.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Normalized discounted cumulative gain; the gain is the grade.
    case ndcg
    /// Normalized discounted cumulative gain; the gain is 2^grade − 1.
    case ndcgExponential = "ndcg_exp"
    /// The share of the relevant items that are found.
    case recall
    /// The share of the items found that are relevant.
    case precision
    /// Average precision, whose mean over queries is MAP.
    case averagePrecision = "map"
    /// One over the rank of the first relevant item, whose mean over queries is MRR.
    case reciprocalRank = "mrr"
    /// Whether any relevant item is found.
    case hitRate = "hit_rate"
  }

  /// What is measured.
  public let kind: Kind
  /// How many of the first items count; `nil` for all of them.
  public let cutoff: Int?

  /// A metric over the first `cutoff` items, or over all of them.
  ///
  /// - Returns: `nil` for a cutoff below 1, and for a precision or a hit rate of all items, which say nothing.
  public init?(_ kind: Kind, at cutoff: Int?) {
    if let cutoff, cutoff < 1 { return nil }
    if cutoff == nil && (kind == .precision || kind == .hitRate) { return nil }
    self.kind = kind
    self.cutoff = cutoff
  }

  /// The metric of that name, such as `ndcg@10`, `map` or `recall@100`; `nil` for any other.
  public init?(name: String) {
    let parts = name.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count <= 2, let kind = parts.first.flatMap({ Kind(rawValue: String($0)) }) else { return nil }
    var cutoff: Int?
    if parts.count == 2 {
      // Digits alone, so that a metric has one name.
      guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[1]) else { return nil }
      cutoff = number
    }
    self.init(kind, at: cutoff)
  }

  /// The metric that reports lead with unless told otherwise, as BEIR does.
  public static let usual = Metric(kind: .ndcg, cutoff: 10)

  /// The cutoffs that are offered.
  public static let cutoffs = [1, 3, 5, 10, 20, 100]

  private init(kind: Kind, cutoff: Int?) {
    self.kind = kind
    self.cutoff = cutoff
  }

  /// Its name: `ndcg@10`.
  public var description: String { kind.rawValue + (cutoff.map { "@\($0)" } ?? "") }

  /// The value for one query; 0 where no item is relevant.
  ///
  /// - Complexity: O(relevant items).
  public func value(of ranking: JudgedRanking) -> Double {
    let found = ranking.relevant.prefix { $0.rank <= cutoff ?? .max }
    let relevantCount = ranking.grades.count
    guard relevantCount > 0 else { return 0 }
    switch kind {
    case .ndcg: return gain(found, ranking) { Double($0) }
    case .ndcgExponential: return gain(found, ranking) { exp2(Double($0)) - 1 }
    case .recall: return Double(found.count) / Double(relevantCount)
    case .precision: return Double(found.count) / Double(cutoff ?? found.count)
    case .averagePrecision:
      return found.enumerated().reduce(0) { $0 + Double($1.offset + 1) / Double($1.element.rank) }
        / Double(relevantCount)
    case .reciprocalRank: return found.first.map { 1 / Double($0.rank) } ?? 0
    case .hitRate: return found.isEmpty ? 0 : 1
    }
  }

  /// The discounted gain of what was found, divided by that of the best order of all that is relevant.
  private func gain(
    _ found: some Sequence<JudgedRanking.Place>, _ ranking: JudgedRanking, _ gain: (Int) -> Double
  ) -> Double {
    let reached = found.reduce(0) { $0 + gain($1.grade) / log2(Double($1.rank + 1)) }
    let best = ranking.grades.prefix(cutoff ?? .max).enumerated().reduce(0) {
      $0 + gain($1.element) / log2(Double($1.offset + 2))
    }
    return reached / best
  }
}
