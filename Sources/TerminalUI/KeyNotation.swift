/// Text that is not a key in the notation of `KeyPress.init(notation:)`.
public struct KeyNotationError: Error, Hashable, CustomStringConvertible {
  /// What was found.
  public let found: String

  /// One sentence: what, and what to do.
  public var description: String {
    "\(found) is not a key: write a character, or a name as in <Esc>, <C-p>, <A-1>, <S-Tab>, <F1>, <lt> for <."
  }
}

extension KeyPress {
  /// The key named by Vim's notation: `j`, `<Esc>`, `<C-p>`, `<A-1>`, `<S-Tab>`, `<C-Left>`, `<F1>`, `<Space>`, `<lt>`.
  ///
  /// Names and modifiers are read in any case; `M` counts as `A`. Source: Vim's `key-notation` manual section.
  public init(notation: String) throws(KeyNotationError) {
    let keys = try KeyPress.sequence(notation)
    guard keys.count == 1 else { throw KeyNotationError(found: "\"\(notation)\"") }
    self = keys[0]
  }

  /// The keys of a text in the same notation, as in `itext<Esc>:quit<Enter>`.
  public static func sequence(_ notation: String) throws(KeyNotationError) -> [KeyPress] {
    var keys: [KeyPress] = []
    var rest = notation.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "<":
        guard let end = rest.firstIndex(of: ">") else { throw KeyNotationError(found: "\"<\(rest)\"") }
        let name = String(rest[..<end])
        guard let key = named(name) else { throw KeyNotationError(found: "\"<\(name)>\"") }
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      case "\n": keys.append(KeyPress(.enter))
      case "\t": keys.append(KeyPress(.tab))
      default:
        guard scalar.value >= 0x20, scalar.value != 0x7F else {
          throw KeyNotationError(found: "the control character \(scalar.value)")
        }
        keys.append(KeyPress(.character(scalar)))
      }
    }
    return keys
  }

  /// The key in the same notation.
  public var notation: String {
    if key == .backTab { return "<\(isControl ? "C-" : "")\(isAlternate ? "A-" : "")S-Tab>" }
    let modifiers = (isControl ? "C-" : "") + (isAlternate ? "A-" : "") + (isShift ? "S-" : "")
    switch key {
    case .character(let scalar):
      let name = KeyPress.characterNames.first { $0.scalar == scalar }?.name
      if let name { return "<\(modifiers)\(name)>" }
      return modifiers.isEmpty ? String(scalar) : "<\(modifiers)\(scalar)>"
    case .function(let number): return "<\(modifiers)F\(number)>"
    default:
      let name = KeyPress.names.first { $0.key == key }?.name ?? ""
      return "<\(modifiers)\(name)>"
    }
  }

  private static let characterNames: [(name: String, scalar: Unicode.Scalar)] = [("Space", " "), ("lt", "<")]

  private static let names: [(name: String, key: Key)] = [
    ("Enter", .enter), ("CR", .enter), ("Return", .enter), ("Esc", .escape), ("Tab", .tab), ("BS", .backspace),
    ("Backspace", .backspace), ("Del", .delete), ("Delete", .delete), ("Ins", .insert), ("Insert", .insert),
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right), ("Home", .home), ("End", .end),
    ("PageUp", .pageUp), ("PageDown", .pageDown),
  ]

  /// The key between `<` and `>`.
  private static func named(_ text: String) -> KeyPress? {
    var name = text[...]
    var press = KeyPress(.enter)
    while name.count > 2, name.dropFirst().first == "-" {
      switch name.first {
      case "C", "c": press.isControl = true
      case "A", "a", "M", "m": press.isAlternate = true
      case "S", "s": press.isShift = true
      default: return nil
      }
      name = name.dropFirst(2)
    }
    guard let key = key(String(name)) else { return nil }
    press.key = key
    if case .character(let scalar) = key, press.isControl, let small = scalar.properties.lowercaseMapping.onlyScalar {
      press.key = .character(small)
    }
    if key == .tab && press.isShift {
      press.key = .backTab
      press.isShift = false
    }
    return press
  }

  private static func key(_ name: String) -> Key? {
    let lower = name.lowercased()
    if let scalar = characterNames.first(where: { $0.name.lowercased() == lower })?.scalar { return .character(scalar) }
    if let key = names.first(where: { $0.name.lowercased() == lower })?.key { return key }
    if let scalar = name.unicodeScalars.onlyElement { return .character(scalar) }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...12).contains(number) { return .function(number) }
    return nil
  }
}

extension String {
  fileprivate var onlyScalar: Unicode.Scalar? { unicodeScalars.onlyElement }
}

extension Collection {
  fileprivate var onlyElement: Element? { count == 1 ? first : nil }
}
