/// The same items under several adapters, side by side.
public struct AdapterComparison: Sendable {
  /// The adapters, in the order they are compared.
  public let tasks: [EmbeddingTask]
  /// The items' ranking under each adapter.
  public let rankings: [Ranking]
  /// Kendall's τ-b between each two adapters [tasks, tasks]; `nil` where no order is given.
  public let kendallTau: [[Double?]]

  /// Compares `rankings` of the same items, one for each of `tasks`.
  public init(tasks: [EmbeddingTask], rankings: [Ranking]) {
    precondition(tasks.count == rankings.count, "\(rankings.count) rankings for \(tasks.count) tasks")
    self.tasks = tasks
    self.rankings = rankings
    kendallTau = rankings.map { row in rankings.map { Embeddings.kendallTau(row.scores, $0.scores) } }
  }

  /// How many places item `item` stands higher under adapter `task` than under adapter `base` (indices into `tasks`).
  public func shift(of item: Int, from base: Int, to task: Int) -> Int {
    rankings[base].ranks[item] - rankings[task].ranks[item]
  }

  /// The items by how much the adapters disagree on their rank, the biggest spread first; ties by rank under the
  /// first adapter.
  public var disagreements: [Int] {
    guard let first = rankings.first else { return [] }
    let spread = first.ranks.indices.map { item in
      let ranks = rankings.map { $0.ranks[item] }
      return (ranks.max() ?? 0) - (ranks.min() ?? 0)
    }
    return first.order.enumerated()
      .sorted {
        spread[$0.element] != spread[$1.element] ? spread[$0.element] > spread[$1.element] : $0.offset < $1.offset
      }
      .map(\.element)
  }
}
