/// Why there is no terminal to take.
public enum TerminalError: Error, Hashable, CustomStringConvertible {
  /// Standard input, output and error are none, and the process has none.
  case noTerminal
  /// `TERM` says that it can only print lines, or says nothing.
  case tooSimple(name: String)
  /// It has no way to place the cursor, or curses could not start on it.
  case unusable(name: String)

  /// One sentence: what, and what to do.
  public var description: String {
    let commands =
      "start it with --accessible for a dialogue of lines, or use the commands embed, search, similarity, sweep and compare, which print their results"
    return switch self {
    case .noTerminal: "The explorer needs a terminal and there is none; start it in one, or \(commands)."
    case .tooSimple(let name):
      "The explorer cannot run on a terminal of the type \"\(name)\" (TERM); set TERM to what the terminal is, as in "
        + "TERM=xterm-256color, or \(commands)."
    case .unusable(let name):
      "A terminal of the type \"\(name)\" (TERM) cannot place its cursor; use another terminal, or \(commands)."
    }
  }
}
