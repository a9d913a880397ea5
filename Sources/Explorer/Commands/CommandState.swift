/// Keys, the menu, and what the user asked for by name.
struct CommandState: Sendable {
  /// Which key runs which command.
  let keymap: Keymap
  /// The list of commands over the panes; `nil` while it is closed.
  var menu: CommandMenu?
  /// What the user has done since `:record`; `nil` while nothing is recorded.
  var recording: Recording?
  /// Why the command that was written last could not be run; `nil` if it was.
  var error: CommandError?
  /// Whether the program is to end.
  var isQuitting = false
  /// Whether a second Ctrl-C quits.
  var isQuitConfirmationPending = false

  init(keymap: Keymap) { self.keymap = keymap }
}
