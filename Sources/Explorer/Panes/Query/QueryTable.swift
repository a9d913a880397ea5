import Embeddings
import Reports

extension ExplorerState {
  /// The prompt of the query in tokens.
  var tokensTable: Table {
    guard let tokens = query.tokens.answer, let question = query.tokens.answered?.question else { return .tokens([]) }
    return .tokens([
      TokenizedText(id: "query", task: question.task, role: question.query.role, pieces: tokens.pieces)
    ])
  }
}
