public import Embeddings

/// An item at one dimension of a sweep.
public struct SweptItem: Hashable, Sendable {
  let id: String
  let place: RankedPlace

  /// An item and where it stands.
  public init(id: String, place: RankedPlace) {
    self.id = id
    self.place = place
  }
}

extension Table {
  /// Every dimension under every adapter with what it costs and keeps: `task`, `dimensions`, `bytes` of a vector,
  /// `overlap_at_10` and `kendall_tau` with the full dimension, `search_ms`, then an item at that dimension: `rank`, `id`,
  /// `score`.
  ///
  /// - Parameters:
  ///   - sweeps: the adapters with their sweeps.
  ///   - hasTimes: whether `search_ms` is given; measured times differ from run to run.
  ///   - items: the items of a step, a row for each; without any there is one row without an item.
  public static func sweep(
    _ sweeps: some Sequence<(task: EmbeddingTask, sweep: MatryoshkaSweep)>, hasTimes: Bool = true,
    items: (EmbeddingTask, MatryoshkaSweep.Step) -> [SweptItem]
  ) -> Table {
    var table = Table([
      .text("task"), .integer("dimensions"), .integer("bytes"), .number("overlap_at_10", decimals: 1),
      .number("kendall_tau"), .number("search_ms"), .integer("rank"), .text("id"), .number("score"),
    ])
    for (task, sweep) in sweeps {
      for step in sweep.steps {
        let facts: [Field] = [
          .text(task.name), .integer(step.dimensions), .integer(step.bytes), .number(step.overlapAt10),
          Field(step.kendallTau), hasTimes ? .number(step.searchTime / .milliseconds(1)) : .empty,
        ]
        let found = items(task, step).map { item -> [Field] in
          [.integer(item.place.rank), .text(item.id), Field(item.place.score)]
        }
        for item in found.isEmpty ? [[.empty, .empty, .empty]] : found { table.append(facts + item) }
      }
    }
    return table
  }
}
