/// A regular expression over the names of modules, as `target_modules` may be one.
///
/// It is read as Python's `re.fullmatch` reads it, as far as names of modules need: characters, `.`, classes, groups,
/// alternatives, repetitions and anchors. The time a match takes grows with the length of the name and of the pattern and
/// no faster, whatever the pattern: it comes from a file.
struct ModulePattern: Hashable, Sendable {
  /// What the state of an index waits for.
  private enum State: Hashable {
    /// One of these characters, or none of them; then the next state.
    case character(Set<Unicode.Scalar>, isNegated: Bool)
    /// Nothing: both states are next.
    case fork(Int, Int)
    case start, end, match
  }

  private var states: [State] = []

  /// Patterns of more states are refused.
  private static let stateLimit = 10_000

  /// Reads a pattern; `nil` where it is none, or has something in it that names of modules need not.
  init?(_ text: String) {
    var parser = Parser(scalars: Array(text.unicodeScalars))
    guard let tree = parser.alternatives(), parser.position == parser.scalars.count, append(tree) else { return nil }
    states.append(.match)
  }

  /// Whether all of `name` fits.
  func matches(_ name: String) -> Bool {
    let scalars = Array(name.unicodeScalars)
    var present = reached(from: [0], at: 0, of: scalars.count)
    for (position, scalar) in scalars.enumerated() {
      let next = present.filter { state in
        if case .character(let set, let isNegated) = states[state] { set.contains(scalar) != isNegated } else { false }
      }
      present = reached(from: next.map { $0 + 1 }, at: position + 1, of: scalars.count)
      if present.isEmpty { return false }
    }
    return present.contains { states[$0] == .match }
  }

  /// The states that are reached without a character.
  private func reached(from first: [Int], at position: Int, of count: Int) -> [Int] {
    var seen = Set(first)
    var open = first
    var reached: [Int] = []
    while let state = open.popLast() {
      let next: [Int]
      switch states[state] {
      case .fork(let one, let other): next = [one, other]
      case .start: next = position == 0 ? [state + 1] : []
      case .end: next = position == count ? [state + 1] : []
      case .character, .match:
        reached.append(state)
        next = []
      }
      for state in next where seen.insert(state).inserted { open.append(state) }
    }
    return reached
  }

  /// Appends the states of a tree; `false` where there are too many.
  private mutating func append(_ tree: Tree) -> Bool {
    guard states.count < Self.stateLimit else { return false }
    switch tree {
    case .state(let set, let isNegated): states.append(.character(set, isNegated: isNegated))
    case .start: states.append(.start)
    case .end: states.append(.end)
    case .sequence(let parts):
      for part in parts where !append(part) { return false }
    case .either(let one, let other):
      let fork = states.count
      states.append(.fork(fork + 1, 0))
      guard append(one) else { return false }
      let jump = states.count
      states.append(.fork(0, 0))
      states[fork] = .fork(fork + 1, states.count)
      guard append(other) else { return false }
      states[jump] = .fork(states.count, states.count)
    case .repeated(let part, let least, let most):
      for _ in 0..<least where !append(part) { return false }
      if let most {
        var forks: [Int] = []
        for _ in least..<most {
          forks.append(states.count)
          states.append(.fork(0, 0))
          guard append(part) else { return false }
        }
        for fork in forks { states[fork] = .fork(fork + 1, states.count) }
      } else {
        let fork = states.count
        states.append(.fork(0, 0))
        guard append(part) else { return false }
        states.append(.fork(fork, fork))
        states[fork] = .fork(fork + 1, states.count)
      }
    }
    return true
  }
}

/// The parts of a pattern.
private indirect enum Tree {
  case state(Set<Unicode.Scalar>, isNegated: Bool)
  case start, end
  case sequence([Tree])
  case either(Tree, Tree)
  /// At least so often, and at most, if there is a limit.
  case repeated(Tree, Int, Int?)
}

/// Reads a pattern from its characters.
private struct Parser {
  let scalars: [Unicode.Scalar]
  var position = 0
  private var depth = 0

  init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  mutating func alternatives() -> Tree? {
    depth += 1
    defer { depth -= 1 }
    guard depth < 64, var tree = sequence() else { return nil }
    while take("|") {
      guard let other = sequence() else { return nil }
      tree = .either(tree, other)
    }
    return tree
  }

  private mutating func sequence() -> Tree? {
    var parts: [Tree] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      guard let part = part(), let repeated = repetition(of: part) else { return nil }
      parts.append(repeated)
    }
    return .sequence(parts)
  }

  private mutating func part() -> Tree? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "^": return .start
    case "$": return .end
    case ".": return .state(["\n"], isNegated: true)
    case "[": return characterClass()
    case "\\": return escape().map { .state($0, isNegated: false) }
    case "(":
      if take("?"), !take(":") { return nil }
      guard let inner = alternatives(), take(")") else { return nil }
      return inner
    case "*", "+", "?", "{", "}", "]": return nil
    default: return .state([scalar], isNegated: false)
    }
  }

  /// What stands after a backslash: a character that means something else without it, a digit or a word character.
  private mutating func escape() -> Set<Unicode.Scalar>? {
    guard let scalar = next else { return nil }
    position += 1
    switch scalar {
    case "d": return Self.digits
    case "w": return Self.wordCharacters
    default:
      return scalar.isASCII && !scalar.properties.isAlphabetic && !Self.digits.contains(scalar) ? [scalar] : nil
    }
  }

  private static let digits = Set("0123456789".unicodeScalars)
  private static let wordCharacters =
    digits.union("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_".unicodeScalars)

  private mutating func characterClass() -> Tree? {
    let isNegated = take("^")
    var set: Set<Unicode.Scalar> = []
    while let scalar = next, scalar != "]" {
      position += 1
      if scalar == "\\" {
        guard let escaped = escape() else { return nil }
        set.formUnion(escaped)
      } else if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        let last = scalars[position + 1]
        guard scalar.isASCII, last.isASCII, scalar <= last else { return nil }
        position += 2
        set.formUnion((scalar.value...last.value).compactMap(Unicode.Scalar.init))
      } else {
        set.insert(scalar)
      }
    }
    return take("]") && !set.isEmpty ? .state(set, isNegated: isNegated) : nil
  }

  private mutating func repetition(of part: Tree) -> Tree? {
    var tree = part
    if take("*") {
      tree = .repeated(part, 0, nil)
    } else if take("+") {
      tree = .repeated(part, 1, nil)
    } else if take("?") {
      tree = .repeated(part, 0, 1)
    } else if take("{") {
      guard let least = number() else { return nil }
      var most: Int? = least
      if take(",") { most = number() }
      guard take("}"), most ?? least >= least else { return nil }
      tree = .repeated(part, least, most)
    } else {
      return tree
    }
    // Whether much or little is taken first makes no difference to whether the whole fits.
    _ = take("?")
    return next.map { "*+?{".unicodeScalars.contains($0) } == true ? nil : tree
  }

  private mutating func number() -> Int? {
    var text = ""
    while let scalar = next, Self.digits.contains(scalar) {
      text.unicodeScalars.append(scalar)
      position += 1
    }
    return Int(text).flatMap { $0 <= 1000 ? $0 : nil }
  }
}
