import Embeddings
import Tensors

/// Rows of a batch that one task's low-rank updates are for.
struct TaskRows: Hashable, Sendable {
  let task: EmbeddingTask
  let rows: Range<Int>
}

/// How the sequences of a forward pass lie in the rows of its matrices: one after the other without padding, a
/// sequence once for each of its tasks, the rows of a task together.
struct RaggedBatch: Sendable {
  /// One sequence under one task.
  struct Entry: Hashable, Sendable {
    let sequence: Int
    let task: EmbeddingTask
    let rows: Range<Int>
  }

  let entries: [Entry]
  let tasks: [TaskRows]
  let rowCount: Int

  init(_ sequences: [MultimodalSequence]) {
    var order: [EmbeddingTask] = []
    for task in sequences.flatMap(\.tasks) where !order.contains(task) { order.append(task) }
    var entries: [Entry] = []
    var tasks: [TaskRows] = []
    var row = 0
    for task in order {
      let first = row
      for (index, sequence) in sequences.enumerated() where sequence.tasks.contains(task) {
        entries.append(Entry(sequence: index, task: task, rows: row..<row + sequence.computedTokens.count))
        row += sequence.computedTokens.count
      }
      tasks.append(TaskRows(task: task, rows: first..<row))
    }
    self.entries = entries
    self.tasks = tasks
    rowCount = row
  }

  /// Each text attends to itself alone, from left to right.
  var segments: [AttentionSegment] { entries.map { AttentionSegment($0.rows, isCausal: true) } }
}
