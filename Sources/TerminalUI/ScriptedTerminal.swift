#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A terminal without a tty: it plays events that were written down, and keeps every screen it was shown.
///
/// When the script is over it sends `.terminate`, so that no loop outlives its script.
public struct ScriptedTerminal: Terminal {
  /// A part of the script.
  public enum Step: Sendable {
    /// These events arrive together.
    case input([InputEvent])
    /// Nothing arrives until the last screen shown fulfils the condition: work in the background goes on meanwhile.
    case wait(@Sendable (Screen) -> Bool)
  }

  /// The present size; `.resize` events of the script change it.
  public private(set) var size: Size
  /// How many colors it shows.
  public let colorDepth: ColorDepth
  /// Whether dark text stands on a light background.
  public let hasLightBackground = false
  /// The screens shown, in order.
  public private(set) var screens: [Screen] = []
  /// The texts put on the clipboard.
  public private(set) var copies: [String] = []
  /// How often it was suspended.
  public private(set) var suspensions = 0
  /// Whether a wait ended because ten seconds had passed.
  public private(set) var hasTimedOut = false

  private var steps: ArraySlice<Step>

  /// A terminal that plays `steps`.
  public init(size: Size = Size(columns: 80, rows: 24), colorDepth: ColorDepth = .palette256, steps: [Step]) {
    self.size = size
    self.colorDepth = colorDepth
    self.steps = steps[...]
  }

  /// A terminal on which the keys of a text in `KeyPress.sequence(_:)`'s notation are typed, one at a time.
  public init(
    size: Size = Size(columns: 80, rows: 24), colorDepth: ColorDepth = .palette256, keys: String
  ) throws(KeyNotationError) {
    let events = try KeyPress.sequence(keys).map { Step.input([.key($0)]) }
    self.init(size: size, colorDepth: colorDepth, steps: events)
  }

  /// The next step of the script; `wakeUp` is not needed, as a wait asks every millisecond.
  public mutating func waitForInput(wakeUp: Int32) -> [InputEvent] {
    switch steps.first {
    case nil: return [.terminate]
    case .input(let events):
      steps.removeFirst()
      for case .resize(let size) in events { self.size = size }
      return events
    case .wait(let isFulfilled):
      if let screen = screens.last, isFulfilled(screen) {
        steps.removeFirst()
        waits = 0
        return []
      }
      waits += 1
      if waits > 10_000 {
        hasTimedOut = true
        steps = []
        return [.terminate]
      }
      usleep(1000)
      return []
    }
  }

  /// Keeps the screen.
  public mutating func draw(_ screen: Screen) { screens.append(screen) }

  /// Counts the suspensions.
  public mutating func suspend() { suspensions += 1 }

  /// Does nothing: there is no mouse but in the steps.
  public mutating func setMouse(isOn: Bool) {}

  /// Keeps the text.
  public mutating func copy(_ text: String) -> String? {
    copies.append(text)
    return "the script"
  }

  private var waits = 0
}
