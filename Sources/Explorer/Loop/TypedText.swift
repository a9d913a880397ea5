import TerminalUI

extension ExplorerState {
  /// From so many keys on that came together, nobody typed them: they are a paste of a terminal that does not say so.
  static let shortestPaste = 256

  /// Whether characters are text now: in the query, in the filter, or in the menu.
  private var takesText: Bool {
    isEditing || commands.menu?.isTyping == true || items.isFiltering && commands.menu == nil
  }

  /// An action together with the keys behind it, where all of them are text: one step, however many they are. A text that
  /// is pasted without the marks of a paste would else cost a frame for every character.
  ///
  /// Line ends and tabs inside of what nobody can have typed belong to it; those at its end are keys.
  func joined(_ action: Action, with rest: inout ArraySlice<Action>) -> Action {
    guard takesText, let first = typedScalar(action, isPasted: false) else { return action }
    var scalars = [first]
    // Up to and with the last character before a key that is none, and the last one of all.
    var (typed, pasted) = (1, 1)
    for action in rest {
      guard let scalar = typedScalar(action, isPasted: isEditing) else { break }
      scalars.append(scalar)
      if scalar == "\n" || scalar == "\t" { continue }
      if typed == scalars.count - 1 { typed = scalars.count }
      pasted = scalars.count
    }
    let count = scalars.count >= Self.shortestPaste ? pasted : typed
    guard count > 1 else { return action }
    rest = rest.dropFirst(count - 1)
    return .typed(String(String.UnicodeScalarView(scalars.prefix(count))))
  }

  /// The character that an action types.
  private func typedScalar(_ action: Action, isPasted: Bool) -> Unicode.Scalar? {
    guard case .input(.key(let key)) = action, !key.isControl, !key.isAlternate else { return nil }
    return switch key.key {
    case .character(let scalar): scalar
    case .enter where isPasted: "\n"
    case .tab where isPasted: "\t"
    default: nil
    }
  }
}
