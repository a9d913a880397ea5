public import Embeddings
public import TerminalUI

/// How a user wants the explorer to be at its start.
public struct ExplorerPreferences: Sendable {
  /// The colors; `nil` for those that suit the terminal's background.
  public var theme: ThemeName?
  /// The scale of colors of the similarities.
  public var colormap = Colormap.viridis
  /// Whether the mouse is the explorer's, not the terminal's.
  public var hasMouse = true
  /// The adapter, where no session names one; `nil` for the checkpoint's first.
  public var task: EmbeddingTask?
  /// The side the query stands on, where no session names one.
  public var role = PromptRole.query
  /// Components of the vectors that are compared, where no session names them; `nil` for all.
  public var dimensions: Int?
  /// The keys.
  private(set) var keymap = Keymap.standard

  /// What holds where a user wants nothing else.
  public init() {}

  /// The names of the places where a key can have a meaning of its own.
  public static let keyScopes = ["everywhere", "outside-text", "text"] + Pane.allCases.map(\.name)

  /// Lets a key run a command.
  ///
  /// - Parameters:
  ///   - key: in key notation, as `<C-r>`.
  ///   - scope: one of `keyScopes`.
  ///   - line: a command as it is written after the colon, as `dimension 64`; `none` takes the key's meaning away.
  public mutating func bind(_ key: String, in scope: String, to line: String) throws(KeyBindingError) {
    guard let place = Command.Scope(name: scope) else { throw .noScope(scope) }
    let press: KeyPress
    do { press = try KeyPress(notation: key) } catch { throw .noKey(error) }
    if place == .text && press.typesText { throw .typesText(key) }
    guard line != "none" else { return keymap.bind(Keymap.Place(scope: place, key: press), to: nil) }
    do {
      // A command that takes an argument and is given none asks for it.
      let command = try Command(rawValue: line).map { CommandLine($0) } ?? CommandLine(line)
      keymap.bind(Keymap.Place(scope: place, key: press), to: command)
    } catch { throw .noCommand("\(error)") }
  }
}

/// Why a key cannot have the meaning that a user wants.
public enum KeyBindingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// There is no such place.
  case noScope(String)
  /// It is not a key.
  case noKey(KeyNotationError)
  /// The key is a character, and is meant for a text field.
  case typesText(String)
  /// The command cannot be run; says why.
  case noCommand(String)

  /// One sentence: what, and what to do.
  public var description: String {
    switch self {
    case .noScope(let name):
      "there is no place \"\(name)\" for keys; use \(ExplorerPreferences.keyScopes.joined(separator: ", "))"
    case .noKey(let error): "\(error)"
    case .typesText(let key): "\(key) types a character in a text; use a key with Ctrl or Alt, or a function key"
    case .noCommand(let reason): reason
    }
  }
}

extension Command.Scope {
  /// The scope of that name.
  fileprivate init?(name: String) {
    switch name {
    case "everywhere": self = .everywhere
    case "outside-text": self = .outsideText
    case "text": self = .text
    default:
      guard let pane = Pane.allCases.first(where: { $0.name == name }) else { return nil }
      self = .pane(pane)
    }
  }
}
