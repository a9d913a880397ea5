/// Means over queries with what chance could make of them: the queries are drawn again and again, with replacement.
///
/// All cells are drawn together, so that differences between two of them are paired: what makes a query hard is the same
/// for both. The draws come from a seed, so the same values have the same intervals on every machine.
///
/// Source: B. Efron and R. Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13, percentile intervals; T. Sakai,
/// "Evaluating Evaluation Metrics based on the Bootstrap" (SIGIR 2006), for the paired test.
public struct Bootstrap: Sendable {
  /// How often the queries are drawn.
  public static let usualDraws = 2000
  /// The share of draws that an interval leaves out at each end: together 5 of 100.
  private static let tail = 0.025

  /// The mean of each cell.
  public let means: [Double]
  /// Of each cell the mean of each draw [cells, draws]; no draws of fewer than two queries.
  private let drawn: [[Double]]

  /// The means of `cells` [cells, queries].
  ///
  /// - Complexity: O(cells · queries · draws).
  public init(_ cells: [[Double]], draws: Int = usualDraws, seed: UInt64 = 1) {
    let count = cells.first?.count ?? 0
    precondition(cells.allSatisfy { $0.count == count }, "cells of different numbers of queries cannot be compared")
    means = cells.map { values in values.isEmpty ? 0 : values.reduce(0, +) / Double(count) }
    guard count > 1 else {
      drawn = cells.map { _ in [] }
      return
    }
    var generator = SeededGenerator(seed: seed)
    var drawn = cells.map { _ in [Double](repeating: 0, count: draws) }
    var chosen = [Int](repeating: 0, count: count)
    for draw in 0..<draws {
      for query in 0..<count { chosen[query] = generator.index(below: count) }
      for cell in cells.indices {
        var sum = 0.0
        for query in chosen { sum += cells[cell][query] }
        drawn[cell][draw] = sum / Double(count)
      }
    }
    self.drawn = drawn
  }

  /// Where 95 of 100 draws of a cell's mean lie; `nil` for fewer than two queries, which tell nothing.
  public func interval(of cell: Int) -> ClosedRange<Double>? { Self.interval(drawn[cell]) }

  /// Where 95 of 100 draws of the difference of two cells' means lie, drawn from the same queries.
  public func interval(of cell: Int, minus other: Int) -> ClosedRange<Double>? {
    Self.interval(zip(drawn[cell], drawn[other]).map { $0 - $1 })
  }

  private static func interval(_ draws: [Double]) -> ClosedRange<Double>? {
    guard !draws.isEmpty else { return nil }
    let sorted = draws.sorted()
    let left = Int((tail * Double(sorted.count)).rounded(.down))
    return sorted[left]...sorted[sorted.count - 1 - left]
  }
}
