import TerminalUI

/// The terminal and the focus, and what is said at the foot of the screen.
struct ScreenState: Sendable {
  /// How many colors the terminal shows.
  let terminalDepth: ColorDepth
  let hasLightBackground: Bool

  var size: Size
  /// The theme that the user chose; `nil` for the one that suits the background.
  var themeName: ThemeName?
  /// The pane that has the focus.
  private(set) var focus = Pane.query
  /// Whether the pane with the focus fills the screen.
  var isZoomed = false
  /// Whether the mouse is the explorer's, not the terminal's.
  var hasMouse: Bool
  /// Which of `Pane.sharingPlace` is in their place.
  var sharedPlacePane = Pane.similarity
  /// Where the user was before looking at the log.
  var paneBeforeLog = Pane.items
  /// A sentence for the user.
  var message: Message?
  /// Whether measured times are shown: a script shows the same every time it is played.
  var showsTimes = false
  /// When the last action came.
  var moment = Moment()
  /// How much of every pane is visible, measured once before each frame.
  var geometry = Geometry()
  /// What lies under the pointer, if the action at hand is one of the mouse.
  var target: MouseTarget?

  /// A sentence for the user.
  struct Message: Hashable, Sendable {
    var text: String
    /// Whether something went wrong; it then stays until it is answered.
    var isFailure = false
  }

  init(size: Size, terminalDepth: ColorDepth, hasLightBackground: Bool, theme: ThemeName?, hasMouse: Bool) {
    self.size = size
    self.terminalDepth = terminalDepth
    self.hasLightBackground = hasLightBackground
    themeName = theme
    self.hasMouse = hasMouse
  }

  var theme: Theme { Theme(themeName, depth: terminalDepth, isLight: hasLightBackground) }

  /// How many colors are shown: as many as the terminal has, unless the theme has none.
  var colorDepth: ColorDepth { theme.depth }

  mutating func focus(on pane: Pane) {
    focus = pane
    if Pane.sharingPlace.contains(pane) { sharedPlacePane = pane }
  }

  mutating func say(_ text: String) { message = Message(text: text) }

  mutating func fail(_ text: String) { message = Message(text: text, isFailure: true) }
}

/// When an action came, and how much memory the program had then.
struct Moment: Hashable, Sendable {
  /// The time since the start.
  var elapsed = Duration.zero
  /// The memory of the program in bytes; `nil` if the system does not say.
  var residentBytes: Int?
}
