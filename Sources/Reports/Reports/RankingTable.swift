public import Embeddings

/// Where an item stands under an adapter.
public struct RankedPlace: Hashable, Sendable {
  /// The rank; the best has 1.
  public let rank: Int
  /// The similarity with the query.
  public let score: Float

  /// A place from its parts.
  public init(rank: Int, score: Float) {
    self.rank = rank
    self.score = score
  }
}

/// An item of a report: what identifies it, and the beginning of its content.
public struct ReportedItem: Hashable, Sendable {
  /// The identifier.
  public let id: String
  let label: String?
  let content: String

  /// An item from its parts.
  public init(id: String, label: String?, content: String) {
    self.id = id
    self.label = label
    self.content = content
  }
}

extension Table {
  /// Items by their similarity with a query: `rank`, `id`, `score`, then `score_TASK` and `rank_TASK` of each compared
  /// adapter, `label`, `content`.
  ///
  /// - Parameter rows: the items with their places: under the adapter that ranks, then under each of `comparedTasks`.
  public static func ranking(
    _ rows: some Sequence<(item: ReportedItem, place: RankedPlace?, compared: [RankedPlace?])>,
    comparedTasks: [EmbeddingTask] = []
  ) -> Table {
    var table = Table(
      [.integer("rank"), .text("id"), .number("score")] + comparedTasks.flatMap { Column.scoreAndRank(under: $0) }
        + [.text("label"), .text("content", width: 60)])
    for row in rows {
      table.append(
        [Field(row.place?.rank), .text(row.item.id), Field(row.place?.score)]
          + row.compared.flatMap { [Field($0?.score), Field($0?.rank)] }
          + [Field(row.item.label), .text(row.item.content)])
    }
    return table
  }
}

extension Column {
  /// The columns of an adapter that stands beside others.
  static func scoreAndRank(under task: EmbeddingTask) -> [Column] {
    [.number("score_\(word(task.name))"), .integer("rank_\(word(task.name))")]
  }
}
