import Corpus
import EmbeddingEngine
import Embeddings
import Files
import Reports

extension Facts {
  /// What made the numbers of a command that compares `query` with the items that `input` names: they are read as passages.
  init(
    _ model: ModelDescription, task: EmbeddingTask, dimensions: Int? = nil, input: InputOptions? = nil,
    query: String? = nil
  ) {
    self.init(
      model: model, task: task, dimensions: dimensions, collection: input?.collectionName,
      passagePrompt: Prompt.prefix(role: .passage, task: task))
    guard let query else { return }
    add(Query(query, role: .query, prompt: Prompt.prefix(role: .query, task: task)))
  }
}

extension InputOptions {
  /// What reports call the collection, as the explorer does: the names of its files and folders.
  var collectionName: String {
    if isEmpty { return "samples" }
    let names = inputs.map(Path.name(of:))
    return (names + (texts.isEmpty ? [] : ["texts"])).joined(separator: " ")
  }
}

extension EmbeddedCollection {
  /// An item as reports name it.
  func reported(_ item: Int) -> ReportedItem {
    ReportedItem(id: items[item].id, label: items[item].label, content: items[item].headline)
  }
}
