import Corpus
import Embeddings
import TerminalUI

/// What `update` wants done outside of the state. A value: tests compare it, the loop has it carried out.
enum Effect: Hashable, Sendable {
  /// Compute something from what is known.
  case compute(Computation)
  /// Have the model embed something.
  case embed(EmbeddingWork)
  /// Read the collection again.
  case reload
  /// Wait until files are no longer as they were.
  case watch(SourceStamps)
  /// Write what a pane shows to the file at a path.
  case export(Pane, path: String)
  /// Write a small file.
  case write(FileRequest)
  /// Keep a mark for the next start.
  case keep(Judgments.Mark)
  /// Wait for the second press of Ctrl-C.
  case awaitQuitConfirmation
  /// Stop what runs in a slot.
  case cancel(Slot)
  /// Have the terminal do something.
  case terminal(TerminalRequest)

  /// How long the second press of Ctrl-C is waited for.
  static let quitConfirmationTime = Duration.seconds(2)
}

/// What the model is to embed.
enum EmbeddingWork: Hashable, Sendable {
  /// A query under tasks, once the user has not typed for `delay`.
  case query(QueryKey, tasks: [EmbeddingTask], delay: Duration)
  /// Items, by their indices, under tasks.
  case items([Int], tasks: [EmbeddingTask])
  /// Judged queries under tasks.
  case judgedQueries([QueryKey], tasks: [EmbeddingTask])
  /// Queries and items token by token.
  case tokens([TokenSide])

  /// How long a query waits for the next keystroke before it is embedded.
  static let typingDelay = Duration.milliseconds(150)
}

/// What the terminal is to do.
enum TerminalRequest: Hashable, Sendable {
  /// Put text on the clipboard.
  case copy(String)
  /// Capture the mouse, or leave it to the terminal.
  case setMouse(isOn: Bool)
  /// Let the shell have the terminal until the program is continued.
  case suspend
}

/// A small file to be written.
enum FileRequest: Hashable, Sendable {
  /// The screen as it is.
  case display(path: String)
  /// A script of what the user did.
  case recording(Recording)
  /// A text that is there.
  case text(String, path: String)
}
