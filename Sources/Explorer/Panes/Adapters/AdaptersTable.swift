import Reports

extension ExplorerState {
  /// The tasks with what their adapters are.
  var adaptersTable: Table { .adapters(subject.model) }
}
