import TerminalUI

/// What the user did, written down as a script that does it again.
struct Recording: Hashable, Sendable {
  /// Something the user did.
  enum Step: Hashable, Sendable {
    /// A key that is text joins the text before it in one line.
    case key(KeyPress, isText: Bool)
    /// Keys that came together.
    case typed(String, isText: Bool)
    /// A command, as it is written after the colon.
    case command(String)
  }

  /// The file it is for.
  let path: String
  private var lines: [String] = []
  private var endsInText = false

  /// A recording that will be saved at `path`.
  init(path: String) { self.path = path }

  /// The script.
  var text: String { lines.map { $0 + "\n" }.joined() }

  /// Writes down a step.
  mutating func append(_ step: Step) {
    switch step {
    case .command(let text):
      lines.append(":" + text)
      endsInText = false
    case .typed(let text, let isText):
      // A line end is a key of its own only where it was pressed.
      if text.contains("\n") || text.contains("\t") { return append(Self.paste(text)) }
      for scalar in text.unicodeScalars { append(.key(KeyPress(.character(scalar)), isText: isText)) }
    case .key(let key, let isText):
      if isText && endsInText {
        lines[lines.count - 1] += key.notation
      } else {
        let notation = key.notation
        lines.append([":", "#"].contains(notation) ? "<\(notation)>" : notation)
      }
      endsInText = isText
    }
  }

  /// The command that pastes `text`.
  static func paste(_ text: String) -> Step {
    .command("paste " + text.map { $0 == "\\" ? "\\\\" : $0.isNewline ? "\\n" : String($0) }.joined())
  }

  /// The text that an argument of `:paste` stands for.
  static func pasted(_ argument: String) -> String {
    var text = ""
    var isEscaped = false
    for character in argument {
      if isEscaped {
        text.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        text.append(character)
      }
    }
    return text
  }

  private static let mouseKinds: [(name: String, kind: MouseEvent.Kind)] = [
    ("press", .press), ("release", .release), ("drag", .drag), ("wheel-up", .wheelUp), ("wheel-down", .wheelDown),
  ]

  /// The command that does what the mouse did.
  static func mouse(_ event: MouseEvent) -> Step? {
    mouseKinds.first { $0.kind == event.kind }.map {
      .command("mouse \($0.name) \(event.position.row) \(event.position.column)")
    }
  }

  /// What an argument of `:mouse` stands for, as `press 3 10`; `nil` of anything else.
  static func mouseEvent(_ argument: String) -> MouseEvent? {
    let words = argument.split(separator: " ").map(String.init)
    guard words.count == 3, let kind = mouseKinds.first(where: { $0.name == words[0] })?.kind,
      let row = Int(words[1]), let column = Int(words[2])
    else { return nil }
    return MouseEvent(kind, at: Position(row: row, column: column))
  }
}
