import TerminalUI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A terminal that nobody looks at: what a script is played on.
struct DetachedTerminal: Terminal {
  let size: Size
  let colorDepth: ColorDepth
  let hasLightBackground = false
  /// Whether texts that are copied are kept for `takeCopies()`.
  var keepsCopies = false
  private var copies: [String] = []

  /// A terminal of that size.
  init(size: Size, colorDepth: ColorDepth, keepsCopies: Bool = false) {
    self.size = size
    self.colorDepth = colorDepth
    self.keepsCopies = keepsCopies
  }

  /// Sleeps a millisecond: only effects have anything to say here.
  mutating func waitForInput(wakeUp: Int32) -> [InputEvent] {
    usleep(1000)
    return []
  }

  mutating func draw(_ screen: Screen) {}
  mutating func suspend() {}
  mutating func setMouse(isOn: Bool) {}

  mutating func copy(_ text: String) -> String? {
    if keepsCopies { copies.append(text) }
    return keepsCopies ? "it follows" : nil
  }

  /// The texts that were copied since this was asked last.
  mutating func takeCopies() -> [String] {
    defer { copies = [] }
    return copies
  }
}
