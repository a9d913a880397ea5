/// A command as it is written: its name and, for some, an argument.
struct CommandLine: Hashable, Sendable {
  let command: Command
  let argument: String?

  /// A command, alone or with what stands behind its name.
  init(_ command: Command, argument: String? = nil) {
    self.command = command
    self.argument = argument
  }

  /// Reads `dimension 64`, with or without a colon before it. Earlier names of commands are still understood.
  init(_ text: String) throws(CommandError) {
    var words = text.drop { $0 == " " || $0 == ":" }.split(separator: " ", maxSplits: 1)
    let name = words.first.map(String.init) ?? ""
    if let today = Command.aliases[name] { words = today.split(separator: " ", maxSplits: 1) + words.dropFirst() }
    guard let command = words.first.flatMap({ Command(rawValue: String($0)) }) else { throw .unknown(name: name) }
    var rest = words.count > 1 ? words[1].drop { $0 == " " } : ""
    while rest.last == " " { rest.removeLast() }
    if let argument = command.description.argument {
      if rest.isEmpty { throw .needsArgument(command, argument) }
    } else if !rest.isEmpty {
      throw .takesNoArgument(command)
    }
    self.command = command
    argument = rest.isEmpty ? nil : String(rest)
  }

  /// One line that says what it does.
  var title: String {
    guard command == .focus, let argument else { return command.description.title }
    return "Go to the \(argument) pane"
  }

  /// The text that is read as this.
  var text: String { command.rawValue + (argument.map { " \($0)" } ?? "") }
}

/// Why a written command cannot be run.
enum CommandError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No command has this name.
  case unknown(name: String)
  /// The argument is missing.
  case needsArgument(Command, String)
  /// There is an argument, and the command takes none.
  case takesNoArgument(Command)
  /// The argument is not one of those there are.
  case notOffered(Command, found: String, valid: [String])

  /// The file could not be written.
  case notWritten(String)

  /// One sentence: what, and what to do.
  var description: String {
    switch self {
    case .unknown(let name): "\"\(name)\" is not a command; Ctrl-P lists them all"
    case .needsArgument(let command, let argument): "write :\(command.rawValue) \(argument)"
    case .takesNoArgument(let command): ":\(command.rawValue) takes no argument; write it alone"
    case .notWritten(let reason): reason
    case .notOffered(let command, let found, let valid):
      "\(command.rawValue) \"\(found)\" does not exist; there \(valid.count == 1 ? "is" : "are") "
        + valid.prefix(8).joined(separator: ", ") + (valid.count > 8 ? " and \(valid.count - 8) more" : "")
    }
  }
}
