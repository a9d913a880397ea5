import Corpus
import Embeddings
import TerminalUI

/// Something that happened: the only thing `update` reacts to.
enum Action: Sendable {
  /// The user or the terminal did something.
  case input(InputEvent)
  /// Keys that are text came together.
  case typed(String)
  /// A command was chosen, by key, mouse, menu or script.
  case command(Command)
  /// A command was written, with its argument.
  case line(String)
  /// The user has read what the screen says: the sentence at its foot, and a menu over it.
  case acknowledged
  /// A problem to report, as a sentence.
  case noticed(String)
  /// Other parts of the program logged something.
  case logged([LogState.Line])
  /// A computation has a result.
  case delivered(Delivery)
  /// The query's vectors arrived.
  case queryEmbedded(QueryKey, [EmbeddingResult])
  /// Items' vectors arrived, by item index; several at once, because frames are rationed.
  case itemsEmbedded([Int: [EmbeddingResult]])
  /// Judged queries' vectors arrived, by the query's index.
  case judgedQueriesEmbedded([QueryKey: [EmbeddingResult]])
  /// So many of the items that lacked vectors had them from an earlier start.
  case recalled(Int, of: Int)
  /// An item cannot be embedded, as a sentence.
  case itemFailed(Int, String)
  /// The vectors of the tokens of a query or an item arrived.
  case tokensEmbedded(TokenSide, TokenVectors)
  /// How far a job is.
  case progress(Job)
  /// Files of the collection have changed, and how they are now.
  case filesChanged(SourceStamps)
  /// The collection was read again.
  case reloaded(ReloadedCollection)
  /// The work in a slot is done.
  case finished(Slot)
  /// The work in a slot failed, as a sentence.
  case failed(Slot, String)
  /// A file was written, or could not be.
  case written(String, failure: String?)
  /// The second press of Ctrl-C did not come.
  case quitConfirmationExpired
  /// Text was copied; says how, `nil` if the terminal cannot.
  case copied(String?)
}

extension Action {
  /// What the mouse does, by the user's hand or a script's.
  var pointer: MouseEvent? {
    switch self {
    case .input(.mouse(let event)): event
    case .line(let text):
      (try? CommandLine(text)).flatMap { $0.command == .mouse ? $0.argument : nil }.flatMap(Recording.mouseEvent)
    default: nil
    }
  }
}
