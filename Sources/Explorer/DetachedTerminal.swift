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

  /// Sleeps a millisecond: only effects have anything to say here.
  mutating func waitForInput(wakeUp: Int32) -> [InputEvent] {
    usleep(1000)
    return []
  }

  mutating func draw(_ screen: Screen) {}
  mutating func suspend() {}
  mutating func setMouse(isOn: Bool) {}
  mutating func copy(_ text: String) -> String? { nil }
}
