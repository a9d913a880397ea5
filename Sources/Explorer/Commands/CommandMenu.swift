import TerminalUI

/// The list of commands over the panes: those that apply where the focus is (the help), or all of them by name (the
/// palette). Both can be searched.
struct CommandMenu: Sendable {
  /// What is listed.
  enum Scope: Sendable {
    /// The commands that have a key where the focus is.
    case applicable
    /// Every command.
    case all
  }

  /// A line of the list: a command and, where one is offered or typed, its argument.
  typealias Entry = CommandLine

  /// What is listed.
  let scope: Scope
  /// What is searched for, or the command that is written.
  private(set) var field: TextField
  /// Whether keys are text.
  var isTyping: Bool
  /// The selected line.
  var line = 0

  /// The help, or the palette with `text` typed into it.
  init(_ scope: Scope, text: String = "") {
    self.scope = scope
    field = TextField(text)
    isTyping = scope == .all
  }

  /// Edits the text; the best line is selected then.
  mutating func edit(_ change: (inout TextField) -> Void) {
    let old = field.text
    change(&field)
    if field.text != old { line = 0 }
  }

  /// Puts pasted text at the caret, on one line.
  mutating func paste(_ text: String) {
    edit { $0.paste(String(text.map { $0.isNewline ? " " : $0 })) }
  }
}

extension ExplorerState {
  /// Where keys would go if the menu were closed: what the help lists.
  var menuFocus: Keymap.Focus {
    screen.focus == .query && query.isEditing ? .text : .pane(screen.focus)
  }

  /// The lines of the menu, best first.
  var menuEntries: [CommandMenu.Entry] {
    guard let menu = commands.menu else { return [] }
    let text = menu.field.text.drop { $0 == " " }
    switch menu.scope {
    case .applicable: return matches(of: text, among: commands.keymap.applicable(in: menuFocus).map(\.line))
    case .all:
      if let space = text.firstIndex(of: " "), let command = Command(rawValue: String(text[..<space])),
        command.description.argument != nil
      {
        return offers(of: command, for: text[space...].drop { $0 == " " })
      }
      return matches(of: text, among: Command.allCases.map { CommandLine($0) })
    }
  }

  /// The commands whose name or title holds `text`: the name itself first, then those it begins.
  private func matches(of text: Substring, among lines: [CommandLine]) -> [CommandLine] {
    let wanted = text.lowercased()
    if wanted.isEmpty { return lines }
    let ranked = lines.compactMap { line -> (rank: Int, line: CommandLine)? in
      let name = line.text
      if name == wanted { return (0, line) }
      if name.hasPrefix(wanted) { return (1, line) }
      if name.contains(wanted) { return (2, line) }
      return line.title.lowercased().contains(wanted) ? (3, line) : nil
    }
    return (0...3).flatMap { rank in ranked.filter { $0.rank == rank }.map(\.line) }
  }

  /// The arguments a command takes that hold `text`; the text itself if it takes any.
  private func offers(of command: Command, for text: Substring) -> [CommandMenu.Entry] {
    guard let values = arguments(of: command) else {
      return [.init(command, argument: text.isEmpty ? nil : String(text))]
    }
    let wanted = text.lowercased()
    let beginning = values.filter { $0.lowercased().hasPrefix(wanted) }
    let others = wanted.isEmpty ? [] : values.filter { $0.lowercased().dropFirst().contains(wanted) }
    return (beginning + others.filter { !beginning.contains($0) }).map { .init(command, argument: $0) }
  }
}
