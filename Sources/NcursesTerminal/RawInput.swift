import CTerminal

/// What curses read: a character, control characters included, or a key it knows.
enum RawInput: Hashable {
  case character(Unicode.Scalar)
  /// A number of `terminal_key` with modifiers added.
  case key(UInt32)

  /// Everything that waits, at most a megabyte of it.
  static func readAll() -> [RawInput] {
    var inputs: [RawInput] = []
    while inputs.count < 1 << 20 {
      let input = terminal_read()
      if input.kind == TERMINAL_NOTHING { break }
      if input.kind == TERMINAL_KEY {
        inputs.append(.key(input.value))
      } else if let scalar = Unicode.Scalar(input.value) {
        inputs.append(.character(scalar))
      }
    }
    return inputs
  }
}
