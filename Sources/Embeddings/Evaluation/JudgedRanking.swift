/// Which of several items with the same score ranks first.
public enum TieOrder: String, Hashable, Sendable, CaseIterable {
  /// The one whose identifier is greater, byte by byte: what `trec_eval` does.
  case trec
  /// The one that comes first in the collection.
  case collection
  /// The one of the lower grade, so that no ranking profits from scores that cannot tell items apart.
  case worst
}

/// Which items are relevant for one query, by their rows in a table of items.
public struct QueryJudgments: Hashable, Sendable {
  /// The grades, by row; items that are not named were not judged, which counts as not relevant.
  public let grades: [Int: Int]
  /// The grades of relevant items that the table does not have: nothing can find them, but recall counts them.
  public let gradesWithoutItem: [Int]
  /// Rows that are left out of the ranking, as that of the query itself.
  public let excluded: Set<Int>

  /// Judgments from their parts.
  public init(grades: [Int: Int], gradesWithoutItem: [Int] = [], excluded: Set<Int> = []) {
    self.grades = grades
    self.gradesWithoutItem = gradesWithoutItem
    self.excluded = excluded
  }
}

/// Where the relevant items of one query stand in a ranking: all that a metric needs to know of it.
public struct JudgedRanking: Hashable, Sendable {
  /// A relevant item.
  public struct Place: Hashable, Sendable {
    /// The item's row.
    public let item: Int
    /// Its rank, from 1.
    public let rank: Int
    /// Its grade, at least 1.
    public let grade: Int
  }

  /// The relevant items by their ranks.
  public let relevant: [Place]
  /// The grades of all that is relevant, whether it can be found or not; the highest first.
  public let grades: [Int]

  /// The ranks of the relevant items among those of `scores`.
  ///
  /// - Parameters:
  ///   - scores: of the items, by row.
  ///   - identifiers: of the items; they decide ties as `ties` says.
  ///   - unranked: rows of items that are in no ranking.
  /// - Complexity: O(items · log relevant items).
  public init(
    scores: [Float], identifiers: [String], _ judgments: QueryJudgments, unranked: Set<Int> = [],
    ties: TieOrder = .trec
  ) {
    precondition(scores.count == identifiers.count, "\(scores.count) scores for \(identifiers.count) identifiers")
    var counter = RankCounter(judgments, unranked: unranked, identifiers: identifiers, ties: ties) { scores[$0] }
    for (item, score) in scores.enumerated() where score >= counter.floor { counter.add(item, score: score) }
    self = counter.ranking
  }

  init(relevant: [Place], grades: [Int]) {
    self.relevant = relevant
    self.grades = grades
  }
}

/// Finds the ranks of a query's relevant items by counting, item by item, how many of them each item precedes: nothing
/// need be sorted but the relevant items.
struct RankCounter {
  private struct Relevant {
    let item: Int
    let score: Float
    let grade: Int
  }

  /// Items of a lower score precede no relevant item, and need not be added.
  let floor: Float

  private let judgments: QueryJudgments
  /// Rows that are in no ranking.
  private let unranked: Set<Int>
  private let order: Order
  /// The relevant items, the first of the ranking first.
  private var relevant: [Relevant]
  /// At each place of `relevant`, how many items come directly before it; those of the last place come behind all.
  private var preceding: [Int]

  init(
    _ judgments: QueryJudgments, unranked: Set<Int> = [], identifiers: [String], ties: TieOrder, score: (Int) -> Float
  ) {
    self.judgments = judgments
    self.unranked = unranked
    let order = Order(judgments: judgments, identifiers: identifiers, ties: ties)
    self.order = order
    relevant = judgments.grades.filter {
      $0.value > 0 && !judgments.excluded.contains($0.key) && !unranked.contains($0.key)
    }
    .map { Relevant(item: $0.key, score: score($0.key), grade: $0.value) }
    preceding = Array(repeating: 0, count: relevant.count + 1)
    floor = relevant.map(\.score).min() ?? .infinity
    relevant.sort { order.precedes($0.item, $0.score, $1.item, $1.score) }
  }

  /// Counts an item of the ranking.
  mutating func add(_ item: Int, score: Float) {
    if judgments.excluded.contains(item) || unranked.contains(item) { return }
    // The first relevant item that this one precedes; itself, if it is relevant, is not among them.
    let place = relevant.partitioningIndex { order.precedes(item, score, $0.item, $0.score) }
    preceding[place] += 1
  }

  /// The relevant items with their ranks.
  var ranking: JudgedRanking {
    var before = 0
    let places = relevant.enumerated().map { place, found in
      before += preceding[place]
      // A relevant item is counted before the next one, so not before itself.
      return JudgedRanking.Place(item: found.item, rank: before + 1, grade: found.grade)
    }
    let grades = (Array(judgments.grades.values) + judgments.gradesWithoutItem).filter { $0 > 0 }.sorted(by: >)
    return JudgedRanking(relevant: places, grades: grades)
  }

  /// The order of items.
  private struct Order {
    let judgments: QueryJudgments
    let identifiers: [String]
    let ties: TieOrder

    func precedes(_ first: Int, _ score: Float, _ second: Int, _ otherScore: Float) -> Bool {
      if score != otherScore { return score > otherScore }
      if first == second { return false }
      switch ties {
      case .trec: break
      case .collection: return first < second
      case .worst:
        let (grade, other) = (judgments.grades[first] ?? 0, judgments.grades[second] ?? 0)
        if grade != other { return grade < other }
      }
      return identifiers[second].utf8.lexicographicallyPrecedes(identifiers[first].utf8)
    }
  }
}
