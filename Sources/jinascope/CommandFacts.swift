import Corpus
import EmbeddingEngine
import Embeddings
import Files
import Reports

extension Facts {
  /// What made the numbers of a command that compares `query` with the items that `input` names: they are read as passages.
  init(
    _ model: ModelDescription, task: EmbeddingTask, dimensions: Int? = nil, input: InputOptions? = nil,
    isLate: Bool = false, query: SearchQuery? = nil
  ) {
    self.init(
      model: model, task: task, dimensions: dimensions, collection: input?.collectionName, isLate: isLate,
      passagePrompt: Prompt.prefix(role: .passage, task: task))
    switch query {
    case .text(let text)?: add(Query(text, role: .query, prompt: Prompt.prefix(role: .query, task: task)))
    case .item(let id)?: add("like", id)
    case nil: break
    }
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
