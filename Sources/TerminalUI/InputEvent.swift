/// Something the outside world did to the terminal.
public enum InputEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(KeyPress)
  /// Text was pasted (bracketed paste); line ends are `\n`.
  case paste(String)
  /// The mouse was pressed, released or its wheel turned.
  case mouse(MouseEvent)
  /// The terminal has a new size.
  case resize(Size)
  /// The program came back from suspension; everything must be drawn again.
  case resume
  /// The program is asked to end (SIGTERM, SIGHUP, SIGINT from outside, or the terminal went away).
  case terminate
}

/// A key with its modifiers.
public struct KeyPress: Hashable, Sendable {
  /// The key.
  public var key: Key
  /// Whether Ctrl was held; the character is then the lower-case letter.
  public var isControl: Bool
  /// Whether Alt was held.
  public var isAlternate: Bool
  /// Whether Shift was held, where the terminal tells (never for characters: they are upper case already).
  public var isShift: Bool

  /// A key press.
  public init(_ key: Key, isControl: Bool = false, isAlternate: Bool = false, isShift: Bool = false) {
    self.key = key
    self.isControl = isControl
    self.isAlternate = isAlternate
    self.isShift = isShift
  }
}

/// A key of the keyboard.
public enum Key: Hashable, Sendable {
  /// A key that types a character; one Unicode scalar at a time, as terminals send them.
  case character(Unicode.Scalar)
  /// Return.
  case enter
  /// Esc.
  case escape
  /// Tab; Shift-Tab is `backTab`.
  case tab
  /// Shift-Tab.
  case backTab
  /// Backspace.
  case backspace
  /// Delete (forward).
  case delete
  /// Insert.
  case insert
  /// ↑
  case up
  /// ↓
  case down
  /// ←
  case left
  /// →
  case right
  /// Home.
  case home
  /// End.
  case end
  /// Page up.
  case pageUp
  /// Page down.
  case pageDown
  /// F1…F12.
  case function(Int)
}

/// A press, release or wheel step of the mouse.
public struct MouseEvent: Hashable, Sendable {
  /// What was done.
  public enum Kind: Hashable, Sendable {
    /// The left button went down.
    case press
    /// The left button went up.
    case release
    /// The mouse moved with the left button down.
    case drag
    /// The wheel turned away from the user.
    case wheelUp
    /// The wheel turned towards the user.
    case wheelDown
  }

  /// What was done.
  public var kind: Kind
  /// The cell.
  public var position: Position

  /// A mouse event at a cell.
  public init(_ kind: Kind, at position: Position) {
    self.kind = kind
    self.position = position
  }
}
