import Embeddings
import TerminalUI

/// What is typed, and how the model reads it.
struct QueryState: Sendable {
  /// The text with its caret.
  var field = TextField()
  /// Whether the field has the focus and keys are text.
  var isEditing = true
  /// The side the text stands on.
  var role = PromptRole.query
  /// The prompt in tokens.
  var tokens = Derived<TokensQuestion, QueryTokens>()
  /// What the model is asked for now.
  var pending: QueryRun?
  /// Whether the user asked for it now, without waiting for the next keystroke.
  var isForced = false
  /// What Ctrl-C or an error stopped: it is not started again by itself.
  var stopped: QueryKey?
  /// Texts that were embedded on purpose, the oldest first.
  var history: [String] = []
  /// The place in `history` that is shown, while the user walks through it.
  var historyPlace: Int?
  /// What was typed before the user walked into the history.
  var draft = ""

  /// The query the model is asked for; `nil` while there is nothing but blanks.
  var key: QueryKey? {
    let text = field.text
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    guard let path = QueryPicture.path(in: text) else { return QueryKey(text: text, role: role) }
    // A picture has no role; as long as there is no path there is nothing to embed.
    return path.isEmpty ? nil : QueryKey(text: text, role: .query)
  }

  /// Remembers the text as the newest of the history.
  mutating func remember() {
    let text = field.text
    history.removeAll { $0 == text }
    history.append(text)
    historyPlace = nil
  }

  /// Shows the text `step` places further in the history; beyond its newest the draft.
  mutating func walkHistory(by step: Int) {
    let place = (historyPlace ?? history.count) + step
    guard (0...history.count).contains(place) else { return }
    if historyPlace == nil { draft = field.text }
    historyPlace = place == history.count ? nil : place
    field.replace(with: place == history.count ? draft : history[place])
  }
}

/// A text to be cut into tokens.
struct TokensQuestion: Hashable, Sendable {
  var query: QueryKey
  var task: EmbeddingTask
}

/// A text in tokens, prompt included.
typealias QueryTokens = PromptTokens

/// A query on its way through the model.
struct QueryRun: Hashable, Sendable {
  var query: QueryKey
  var tasks: [EmbeddingTask]
}
