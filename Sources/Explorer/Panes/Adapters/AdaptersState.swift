import Embeddings

/// Where the user is in the list of adapters.
struct AdaptersState: Sendable {
  /// The adapter under the cursor.
  var cursor = 0
}

extension AdaptersState {
  /// Ranks under another adapter; the cursor follows.
  mutating func choose(_ task: EmbeddingTask, _ subject: inout Subject) {
    subject.task = task
    cursor = subject.model.tasks.firstIndex(of: task) ?? 0
  }

  mutating func move(by motion: Motion, _ subject: Subject) {
    let rows = motion.isWheel ? motion.rows.signum() : motion.rows
    cursor = (cursor + rows).clamped(to: subject.model.adapters.count)
  }
}

extension Subject {
  /// The adapter after the current one, around the end.
  var nextTask: EmbeddingTask {
    let place = model.tasks.firstIndex(of: task) ?? 0
    return model.tasks[(place + 1) % model.tasks.count]
  }

  /// Compares an adapter with the current one, or no longer; returns whether it is compared now.
  mutating func toggleMark(_ task: EmbeddingTask) -> Bool {
    if marked.remove(task) != nil { return false }
    marked.insert(task)
    return true
  }
}
