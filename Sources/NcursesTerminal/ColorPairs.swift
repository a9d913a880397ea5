import TerminalUI

/// The pairs of colors in use, numbered from 1: curses colors cells by the number of a pair that was defined before.
struct ColorPairs {
  /// A pair's colors as the terminal counts them; -1 is its own.
  struct Pair: Hashable {
    let foreground: Int32
    let background: Int32

    /// The same on a terminal of eight colors, where the bright ones are the others in bold.
    var onEight: Pair {
      Pair(foreground: foreground < 0 ? -1 : foreground & 7, background: background < 0 ? -1 : background & 7)
    }

    /// Whether bold takes the place of brightness there.
    var isBoldOnEight: Bool { foreground >= 8 }
  }

  /// How many numbers there are, 0 included, which is no pair of ours.
  let capacity: Int
  private var numbers: [Pair: Int32] = [:]

  init(capacity: Int) { self.capacity = capacity }

  /// The number of a pair, and whether it is new and must be defined; `nil` when all numbers are taken.
  mutating func number(of pair: Pair) -> (number: Int32, isNew: Bool)? {
    if pair.foreground == -1 && pair.background == -1 { return (0, false) }
    if let number = numbers[pair] { return (number, false) }
    let number = numbers.count + 1
    guard number < capacity else { return nil }
    numbers[pair] = Int32(number)
    return (Int32(number), true)
  }

  /// Takes all numbers back.
  mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }

  /// A color as a terminal of that depth counts it: its own -1, a named one, an entry of the palette, or 0xRRGGBB.
  static func code(of color: Color, depth: ColorDepth) -> Int32 {
    switch (color, depth) {
    case (.standard, _), (_, .mono): return -1
    case (.named(let index), _): return Int32(index & 15)
    case (.rgb(let red, let green, let blue), .trueColor):
      // The terminal's description keeps 0 to 15 for the named colors; a black this dark looks the same.
      return max(16, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
    case (.rgb(let red, let green, let blue), .palette256):
      return Int32(Palette.index(red: red, green: green, blue: blue))
    case (.rgb(let red, let green, let blue), .ansi16):
      return Int32(Palette.namedIndex(red: red, green: green, blue: blue))
    }
  }
}
