internal import CProcess
import CTerminal
public import TerminalUI

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The terminal this process runs on, taken while the value exists and given back when it ends.
///
/// There can be one at a time, and all of it belongs to the thread that made it. It is also given back when the process
/// exits, is stopped, or crashes.
public struct NcursesTerminal: Terminal, ~Copyable {
  /// The present size.
  public private(set) var size: Size
  /// How many colors it shows.
  public let colorDepth: ColorDepth
  /// Whether dark text stands on a light background; `false` where nobody knows.
  public let hasLightBackground: Bool

  private let colors: Int
  private var shown: Screen?
  private var pairs: ColorPairs
  private var decoder = KeyDecoder()
  /// What must be told before the next sleep.
  private var pending: [InputEvent] = []

  /// Takes the terminal.
  ///
  /// `colorDepth` overrides what the environment and the terminal's description say. While the terminal is taken,
  /// standard error goes to the file `crashLog`, as messages would ruin the screen. Where `asksBackground`, the terminal
  /// is asked for the color behind its text, unless `COLORFGBG` tells it.
  public init(
    colorDepth override: ColorDepth? = nil, asksBackground: Bool = false, crashLog: String? = nil
  ) throws(TerminalError) {
    let name = environment("TERM") ?? ""
    let wanted = ColorDetection(
      noColor: environment("NO_COLOR"), colorTerm: environment("COLORTERM"),
      describedColors: Int(terminal_described_colors())
    ).depth(override: override)
    // Safe: the string lives through the call, and C copies it.
    let status = unsafe terminal_open(wanted.colors, crashLog)
    switch status {
    case TERMINAL_OPENED: break
    case TERMINAL_NONE: throw .noTerminal
    case TERMINAL_DUMB: throw .tooSimple(name: name)
    default: throw .unusable(name: name)
    }
    colors = Int(terminal_colors())
    colorDepth = min(wanted, ColorDepth.most(of: colors))
    pairs = ColorPairs(capacity: Int(terminal_pairs()))
    let isShown = asksBackground && colorDepth != .mono
    let told = isShown ? BackgroundDetection.isLight(colorsVariable: environment("COLORFGBG")) : false
    // A terminal that does not answer costs this time once; one that does answers much sooner.
    hasLightBackground =
      told ?? BackgroundDetection.isLight(color: Int(terminal_background(BackgroundDetection.patience)))
    size = presentSize()
  }

  deinit { terminal_close() }

  /// Whether the process is asked to end, known even while nobody waits for input.
  public var isEnding: Bool { process_ending_signal() != 0 }

  // MARK: Input

  /// Sleeps until there is input, a signal, or a byte on the descriptor `wakeUp`; returns what came, perhaps nothing.
  public mutating func waitForInput(wakeUp: Int32) -> [InputEvent] {
    if !pending.isEmpty {
      defer { pending = [] }
      return pending
    }
    let reasons = terminal_wait(wakeUp)
    func has(_ reason: terminal_event) -> Bool { reasons & Int32(reason.rawValue) != 0 }
    if has(TERMINAL_TERMINATE) { return [.terminate] }
    if has(TERMINAL_STOP) {
      suspend()
    } else if has(TERMINAL_CONTINUED) {
      terminal_retake()
      resume()
    } else if has(TERMINAL_RESIZED) {
      noticeSize()
    }
    let input = has(TERMINAL_INPUT) ? decoder.decode(RawInput.readTogether { isEnding }) : []
    // Ctrl-L, as everywhere: the screen was spoilt by others and is sent whole.
    if input.contains(.key(KeyPress(.character("l"), isControl: true))) { shown = nil }
    defer { pending = [] }
    return pending + input
  }

  /// Gives the terminal back to the shell, stops the process, and takes the terminal again when it is continued.
  public mutating func suspend() {
    terminal_suspend()
    resume()
  }

  private mutating func resume() {
    shown = nil
    pending.append(.resume)
    noticeSize()
  }

  private mutating func noticeSize() {
    let present = presentSize()
    if present != size {
      size = present
      shown = nil
      pending.append(.resize(present))
    }
  }

  // MARK: Output

  /// Shows `screen`, sending only what changed; what lies beyond the terminal is left out.
  public mutating func draw(_ screen: Screen) {
    if screen == shown { return }
    if shown?.size != screen.size { shown = nil }
    if !put(screen) {
      // More pairs of colors than there are numbers have been used since they were last counted anew.
      shown = nil
      pairs.removeAll()
      _ = put(screen)
    }
    shown = screen
    let cursor = screen.cursor.flatMap { $0.row < size.rows && $0.column < size.columns ? $0 : nil }
    terminal_show(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? -1))
  }

  /// Puts the cells that changed; false when the numbers of color pairs ran out.
  private mutating func put(_ screen: Screen) -> Bool {
    if shown == nil { terminal_clear() }
    let blank = Cell()
    let old = shown?.cells
    var isComplete = true
    for row in 0..<min(screen.size.rows, size.rows) {
      for column in 0..<min(screen.size.columns, size.columns) {
        let index = row * screen.size.columns + column
        let cell = screen.cells[index]
        if cell == old?[index] ?? blank || cell.text.isEmpty { continue }
        let isWide = column + 1 < screen.size.columns && screen.cells[index + 1].text.isEmpty
        if !put(cell, isWide: isWide, row: row, column: column) { isComplete = false }
      }
    }
    return isComplete
  }

  private mutating func put(_ cell: Cell, isWide: Bool, row: Int, column: Int) -> Bool {
    let style = cell.style
    var attributes = style.isBold ? TERMINAL_BOLD.rawValue : 0
    if style.isDim { attributes |= TERMINAL_DIM.rawValue }
    if style.isUnderlined { attributes |= TERMINAL_UNDERLINED.rawValue }
    if style.isReversed { attributes |= TERMINAL_REVERSED.rawValue }
    var colors = ColorPairs.Pair(
      foreground: ColorPairs.code(of: style.foreground, depth: colorDepth),
      background: ColorPairs.code(of: style.background, depth: colorDepth))
    if colorDepth == .ansi16 && self.colors < 16 {
      if colors.isBoldOnEight { attributes |= TERMINAL_BOLD.rawValue }
      colors = colors.onEight
    }
    let pair = pairs.number(of: colors)
    if let pair, pair.isNew { terminal_define_pair(pair.number, colors.foreground, colors.background) }
    var scalars = cell.text.unicodeScalars.makeIterator()
    func next() -> UInt32 { scalars.next()?.value ?? 0 }
    terminal_put(
      Int32(row), Int32(column), isWide ? 2 : 1, next(), next(), next(), next(), next(), Int32(attributes),
      pair?.number ?? 0)
    return pair != nil
  }

  // MARK: Mouse and clipboard

  /// Turns the mouse on, or off so that the terminal itself selects text; at the start it is on.
  public mutating func setMouse(isOn: Bool) { terminal_set_mouse(isOn) }

  /// Puts `text` on the clipboard, through the terminal (OSC 52) and through a tool of this machine where there is one;
  /// says which, or `nil` when it is too long for the terminal and there is no tool.
  public mutating func copy(_ text: String) -> String? {
    var ways: [String] = []
    if let sequence = clipboardSequence(text) {
      // Safe: the string lives through the call, and its length in UTF-8 is what is read.
      unsafe terminal_send(sequence, sequence.utf8.count)
      ways.append("OSC 52")
    }
    // Safe: the string lives through the call, its length in UTF-8 is what is read, and the name is a constant of C.
    if let tool = unsafe terminal_copy_with_tool(text, text.utf8.count) { ways.append(unsafe String(cString: tool)) }
    return ways.isEmpty ? nil : ways.joined(separator: " and ")
  }
}

private func presentSize() -> Size {
  let extent = terminal_size()
  return Size(columns: Int(extent.columns), rows: Int(extent.rows))
}

private func environment(_ name: String) -> String? {
  // Safe: the value is copied at once, and nothing in this process changes the environment while the terminal is taken.
  guard let value = unsafe getenv(name) else { return nil }
  return unsafe String(cString: value)
}
