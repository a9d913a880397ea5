import Embeddings

extension ExplorerState {
  /// Ranks under another adapter.
  mutating func chooseAdapter(_ task: EmbeddingTask) {
    self.task = task
    adapterCursor = model.tasks.firstIndex(of: task) ?? 0
    list.isStopped = false
  }

  /// Ranks under the adapter after the current one.
  mutating func chooseNextAdapter() {
    let place = model.tasks.firstIndex(of: task) ?? 0
    chooseAdapter(model.tasks[(place + 1) % model.tasks.count])
  }

  /// Puts an adapter beside the current one, or takes it away again.
  mutating func markAdapter(_ task: EmbeddingTask) {
    if marked.remove(task) == nil {
      marked.insert(task)
      list.isStopped = false
    }
  }
}
