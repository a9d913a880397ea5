/// What the explorer runs on: a real terminal, or a scripted one in a test.
public protocol Terminal: ~Copyable {
  /// The present size.
  var size: Size { get }
  /// How many colors it shows.
  var colorDepth: ColorDepth { get }
  /// Whether dark text stands on a light background; `false` where nobody knows.
  var hasLightBackground: Bool { get }

  /// Whether the program is asked to end, known even while nobody waits for input.
  var isEnding: Bool { get }

  /// Sleeps until there is input, a signal, or a byte on the descriptor `wakeUp`; returns what came, perhaps nothing.
  mutating func waitForInput(wakeUp: Int32) -> [InputEvent]
  /// Shows `screen`, sending only what changed.
  mutating func draw(_ screen: Screen)
  /// Gives the terminal back to the shell, stops the process, and takes the terminal again when it is continued.
  mutating func suspend()
  /// Turns the mouse on, or off so that the terminal itself selects text; at the start it is on.
  mutating func setMouse(isOn: Bool)
  /// Puts `text` on the user's clipboard; says how (`"OSC 52"`), or `nil` when it cannot.
  mutating func copy(_ text: String) -> String?
}

extension Terminal where Self: ~Copyable {
  /// Nobody but the events says so.
  public var isEnding: Bool { false }
}
