public import Embeddings

extension Table {
  /// Items under several adapters, side by side: `id`, `spread` (places between the best and the worst rank), then of each
  /// adapter `score_TASK`, `rank_TASK` and, but of the reference, `shift_TASK` (places gained against it), `label`,
  /// `content`.
  ///
  /// - Parameters:
  ///   - rows: the items with their places under each of `tasks`.
  ///   - reference: the place in `tasks` of the adapter that the others are compared with.
  public static func comparison(
    _ rows: some Sequence<(item: ReportedItem, places: [RankedPlace?])>, tasks: [EmbeddingTask], reference: Int
  ) -> Table {
    var table = Table(
      [.text("id"), .integer("spread")]
        + tasks.indices.flatMap { place in
          Column.scoreAndRank(under: tasks[place])
            + (place == reference ? [] : [.integer("shift_\(Column.word(tasks[place].name))")])
        } + [.text("label"), .text("content", width: 60)])
    for row in rows {
      let ranks = row.places.compactMap { $0?.rank }
      let spread = ranks.max().flatMap { worst in ranks.min().map { worst - $0 } }
      let base = row.places.indices.contains(reference) ? row.places[reference]?.rank : nil
      table.append(
        [.text(row.item.id), Field(spread)]
          + row.places.indices.flatMap { place -> [Field] in
            let found = row.places[place]
            let shift = base.flatMap { base in found.map { base - $0.rank } }
            return [Field(found?.score), Field(found?.rank)] + (place == reference ? [] : [Field(shift)])
          } + [Field(row.item.label), .text(row.item.content)])
    }
    return table
  }
}

extension Facts {
  /// Adds Kendall's τ of each two adapters: `kendall_tau_TASK_TASK`.
  public mutating func add(_ comparison: AdapterComparison) {
    for first in comparison.tasks.indices {
      for second in comparison.tasks.indices where second > first {
        let names = [first, second].map { Column.word(comparison.tasks[$0].name) }.joined(separator: "_")
        add("kendall_tau_\(names)", Field(comparison.kendallTau[first][second]))
      }
    }
  }
}
