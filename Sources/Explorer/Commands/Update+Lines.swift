import Embeddings
import TerminalUI

extension ExplorerState {
  /// Runs a written command, or says why it cannot be.
  mutating func run(line text: String) -> [Effect] {
    commands.error = nil
    if screen.message?.isFailure == false { screen.message = nil }
    do {
      let line = try CommandLine(text)
      guard let argument = line.argument else {
        commands.menu = nil
        return run(line.command)
      }
      let effects = try run(line.command, argument)
      commands.menu = nil
      return effects
    } catch {
      fail(error)
      return []
    }
  }

  /// The arguments a command takes, where they can be listed.
  func arguments(of command: Command) -> [String]? {
    switch command {
    case .focus: Pane.allCases.map(\.name)
    case .dimension: subject.model.matryoshkaDimensions.map(String.init)
    case .adapter, .compare: subject.model.tasks.map(\.name)
    case .role: PromptRole.prompted.map(\.rawValue)
    case .recall, .forget: query.history.reversed().map(Self.argument)
    case .theme: ThemeName.allCases.map(\.rawValue)
    case .item: subject.names
    default: nil
    }
  }

  private mutating func run(_ command: Command, _ argument: String) throws(CommandError) -> [Effect] {
    if command == .item, let item = subject.identifiers.firstIndex(of: argument) {
      subject.select(item)
      return []
    }
    if let valid = arguments(of: command), !valid.contains(argument) {
      throw .notOffered(command, found: argument, valid: valid)
    }
    switch command {
    case .focus: if let pane = Pane.allCases.first(where: { $0.name == argument }) { focus(on: pane) }
    case .dimension: subject.dimensions = Int(argument) ?? subject.dimensions
    case .adapter: chooseAdapter(EmbeddingTask(argument))
    case .compare: markAdapter(EmbeddingTask(argument))
    case .role: query.role = PromptRole(rawValue: argument) ?? query.role
    case .recall:
      if let text = query.history.last(where: { Self.argument($0) == argument }) { query.field.replace(with: text) }
      submit()
    case .forget:
      query.forget { Self.argument($0) == argument }
      screen.say("Forgotten.")
    case .theme: screen.themeName = ThemeName(rawValue: argument)
    case .query:
      query.field.replace(with: argument)
      submit()
    case .item: if let item = subject.names.firstIndex(of: argument) { subject.select(item) }
    case .paste: return receive(.paste(Recording.pasted(argument)))
    case .mouse:
      guard let event = Recording.mouseEvent(argument) else {
        throw .needsArgument(command, command.description.argument ?? "")
      }
      return receive(.mouse(event))
    case .export: return beginExport(to: argument)
    case .grade:
      guard let grade = Int(argument), (-1000...1000).contains(grade) else {
        throw .needsArgument(command, "a whole number from -1000 to 1000")
      }
      return judge(grade: grade)
    case .saveJudgments: return saveJudgments(to: argument)
    case .saveDisplay: return [.write(.display(path: argument))]
    case .record: return startRecording(path: argument)
    default: throw .takesNoArgument(command)
    }
    return []
  }

  /// An earlier query as the argument of a command, which has no spaces at its ends.
  private static func argument(_ query: String) -> String {
    var text = query.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  /// Says why a written command could not be run.
  mutating func fail(_ error: CommandError) {
    commands.error = error
    screen.fail("\(error).")
  }
}
