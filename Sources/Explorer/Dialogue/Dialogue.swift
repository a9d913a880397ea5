import Embeddings
import TerminalUI

/// What the dialogue says about a state: the same explorer, as lines for screen readers and simple terminals.
struct Dialogue: Sendable {
  /// How many lines of a pane are said at once.
  static let pageLength = 10

  private var said: SpokenPane?

  /// What is said at the beginning.
  func greeting(_ state: ExplorerState) -> [String] {
    var lines = [
      "jinascope, model \(state.subject.model.name), \(state.subject.items.count) items of \(state.subject.collection.name)."
    ]
    if let notice = state.subject.model.notice { lines.append(notice) }
    lines.append(
      "Type a question to rank the items. A line that begins with a colon is a command: :help lists those of this "
        + "pane, :palette lists all of them, :quit leaves. An empty line says again what the pane shows. "
        + "The items are embedded when they are first needed; an answer comes when all of it is computed, and Ctrl-C ends "
        + "that sooner.")
    return lines.map(Self.plain)
  }

  /// What a line of the user asks for; `nil` where it only wants to hear the pane again.
  static func action(for line: String) -> Action? {
    if line.allSatisfy(\.isWhitespace) { return nil }
    let text = line.drop { $0.isWhitespace }
    return .line(text.first == ":" ? String(text) : "query \(text)")
  }

  /// The commands that a help or palette of the screen would list, and why nothing was run.
  static func menu(_ state: ExplorerState) -> [String] {
    guard let menu = state.commands.menu else { return [] }
    if menu.scope == .all,
      let command = menu.field.text.split(separator: " ").first.flatMap({ Command(rawValue: String($0)) })
    {
      let values = state.arguments(of: command).map { ": \($0.prefix(20).joined(separator: ", "))" } ?? ""
      return [plain("Write :\(command.rawValue) \(command.description.argument ?? "")\(values)")]
    }
    return state.menuEntries.map { entry in
      let argument = (entry.argument ?? entry.command.description.argument).map { " \($0)" } ?? ""
      return plain(":\(entry.command.rawValue)\(argument), \(entry.title)")
    }
  }

  /// What an action changed, as far as the user cannot know it: a sentence, the new content of the pane, or the row that
  /// is selected now.
  mutating func changes(_ state: ExplorerState) -> [String] {
    var lines: [String] = []
    if let message = state.screen.message {
      lines.append(Self.plain((message.isFailure ? "Error: " : "") + message.text))
    }
    let pane = SpokenPane(state)
    let old = said
    said = pane
    guard let old, old.name == pane.name, old.lines == pane.lines else { return lines + Self.page(pane) }
    if old.selection != pane.selection, let selection = pane.selection, let before = old.selection {
      let isNear = abs(selection - before) == 1
      return lines + (isNear ? [Self.row(selection, of: pane)] : Self.page(pane))
    }
    return old.title != pane.title || lines.isEmpty ? lines + [Self.plain(pane.title)] : lines
  }

  /// The pane with the focus, from the selected line on.
  static func page(_ pane: SpokenPane) -> [String] {
    guard !pane.lines.isEmpty else { return [plain(pane.title), "Nothing yet."] }
    let start = min(pane.selection ?? 0, pane.lines.count - 1)
    let end = min(start + pageLength, pane.lines.count)
    let rest = pane.lines.count - end
    return [plain(pane.title)] + (start..<end).map { row($0, of: pane) }
      + (rest > 0
        ? ["\(rest) more; \(pane.selection == nil ? ":copy says all" : ":page-down goes on, :copy says all")."] : [])
  }

  /// How far a job is.
  static func progress(_ job: Job) -> String {
    guard let progress = job.progress else { return "\(job.slot.name): begun" }
    var words = ["\(job.slot.name): \(progress.finished) of \(progress.total)"]
    if let seconds = job.remainingSeconds { words.append("\(NumberText.fixed(seconds, decimals: 0)) seconds left") }
    return words.joined(separator: ", ")
  }

  private static func row(_ index: Int, of pane: SpokenPane) -> String {
    (index == pane.selection ? "selected: " : "") + TextWidth.display(pane.lines[index])
  }

  /// A text in lines, as it is shown.
  static func lines(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      TextWidth.display(String(line.map { $0 == "\t" ? " " : $0 }))
    }
  }

  /// The program's own sentences in ASCII; what is quoted in them keeps its letters.
  private static func plain(_ text: String) -> String {
    let names: [Character: String] = [
      "·": ",", "×": "by", "…": "...", "▲": " up ", "▼": " down ", "–": "-", "−": "-", "α": "alpha", "τ": "tau",
      "→": "to", "≥": "at least",
    ]
    var result = ""
    for character in TextWidth.display(text) {
      guard let name = names[character] else {
        result.append(character)
        continue
      }
      // A comma stands at the word before it.
      if name == ",", result.last == " " { result.removeLast() }
      result += name
    }
    return result
  }
}
