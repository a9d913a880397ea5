import Embeddings

// What the panes show of the vectors is asked for by value and computed off the main thread by pure functions.

/// Which vectors are gathered.
struct TablesQuestion: Hashable, Sendable {
  var tasks: [EmbeddingTask]
}

/// The vectors of those items that have one, under one task, ready to be compared.
struct ItemTable: Sendable {
  /// The collection's index of each row, ascending.
  let items: [Int]
  /// The vectors, one per row.
  let vectors: VectorTable

  /// Gathers `vectors`.
  init(_ vectors: TaskVectors) {
    var items: [Int] = []
    var rows: [SingleVector] = []
    for (item, vector) in vectors.vectors.enumerated() {
      guard let vector else { continue }
      items.append(item)
      rows.append(vector)
    }
    self.items = items
    self.vectors = VectorTable(rows)
  }

  /// The row of an item of the collection.
  func row(of item: Int) -> Int? { items.sortedIndex(of: item) }
}

/// The tables of several tasks at one moment.
struct ItemTables: Sendable {
  /// By task; a task under which nothing has been embedded is missing.
  let tables: [EmbeddingTask: ItemTable]

  /// Gathers the vectors of `tasks`.
  init(tasks: [EmbeddingTask], of store: [EmbeddingTask: TaskVectors]) {
    tables = Dictionary(uniqueKeysWithValues: tasks.compactMap { task in store[task].map { (task, ItemTable($0)) } })
  }

  /// The table of a task.
  subscript(task: EmbeddingTask) -> ItemTable? { tables[task] }

  /// The vectors of these tasks: the revision of what is computed from them.
  func count(under tasks: [EmbeddingTask]) -> Int { tasks.reduce(0) { $0 + (tables[$1]?.items.count ?? 0) } }
}
