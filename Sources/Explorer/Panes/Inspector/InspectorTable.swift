import Corpus
import Embeddings
import Reports

extension ExplorerState {
  /// The selected item, with the norm of its vector and the share of the energy in each block of components.
  var inspectedTable: Table {
    guard let item = subject.selectedItem else {
      return .item(nil, isText: true, vector: nil, dimensions: subject.model.matryoshkaDimensions)
    }
    let entry = subject.items[item]
    let isText = if case .text = entry.content { true } else { false }
    return .item(
      ReportedItem(id: entry.id, label: entry.label, content: entry.fullText), isText: isText,
      vector: subject.vectors.item(item, under: subject.task), dimensions: subject.model.matryoshkaDimensions)
  }

  /// The query and the selected item, token by token: what each token finds.
  var lateInteractionTable: Table { .lateInteraction(inspector.lateInteraction.shown(subject)) }
}
