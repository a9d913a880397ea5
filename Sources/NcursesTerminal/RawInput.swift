import CTerminal

/// What curses read: a character, control characters included, or a key it knows.
enum RawInput: Hashable {
  case character(Unicode.Scalar)
  /// A number of `terminal_key` with modifiers added.
  case key(UInt32)

  /// A terminal hands over what is pasted in parts of a few thousand bytes at most; from so many on, the next part is
  /// waited for.
  private static let part = 512
  /// What is read before the screen is drawn again.
  private static let limit = 1 << 18

  /// Everything that waits, and of what is pasted all that follows without a pause, unless the program is to end.
  static func readTogether(unless isEnding: () -> Bool) -> [RawInput] {
    var inputs: [RawInput] = []
    var count = 0
    repeat {
      count = inputs.count
      readAll(into: &inputs)
    } while inputs.count - count >= part && inputs.count < limit && !isEnding() && terminal_follows(pause)
    return inputs
  }

  /// In milliseconds: more than a terminal takes from one part of a paste to the next.
  private static let pause: Int32 = 20

  private static func readAll(into inputs: inout [RawInput]) {
    while inputs.count < limit {
      let input = terminal_read()
      if input.kind == TERMINAL_NOTHING { break }
      if input.kind == TERMINAL_KEY {
        inputs.append(.key(input.value))
      } else if let scalar = Unicode.Scalar(input.value) {
        inputs.append(.character(scalar))
      }
    }
  }
}
