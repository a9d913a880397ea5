/// Text being written: a value with its caret, its undo history, and the keys that edit it.
///
/// The caret stands between grapheme clusters. Line ends are kept in the text and shown as `⏎`.
public struct TextField: View, Hashable, Sendable {
  /// The text before the caret.
  public private(set) var before: String
  /// The text after the caret.
  public private(set) var after: String = ""
  /// What an empty field shows.
  public var placeholder: String = ""
  /// How text is drawn.
  public var style: Style = .plain
  /// Whether the cursor stands in it.
  public var isFocused = false

  private var undoStates: [Snapshot] = []
  private var redoStates: [Snapshot] = []
  private var lastEdit = Edit.none

  private struct Snapshot: Hashable, Sendable {
    let before: String
    let after: String
  }

  private enum Edit { case none, typing, erasing, other }

  /// A field with the caret at the end of `text`.
  public init(_ text: String = "") { before = text }

  /// The whole text.
  public var text: String { before + after }

  /// Replaces the whole text; can be undone.
  public mutating func replace(with text: String) {
    change(.other) {
      $0.before = text
      $0.after = ""
    }
  }

  /// Puts text at the caret, as one step of the history.
  public mutating func paste(_ text: String) {
    guard !text.isEmpty else { return }
    change(.other) { $0.before += text }
  }

  /// Takes back the last step; false when there is none.
  @discardableResult
  public mutating func undo() -> Bool {
    guard let state = undoStates.popLast() else { return false }
    redoStates.append(snapshot)
    restore(state)
    return true
  }

  /// Does again what was taken back last; false when there is none.
  @discardableResult
  public mutating func redo() -> Bool {
    guard let state = redoStates.popLast() else { return false }
    undoStates.append(snapshot)
    restore(state)
    return true
  }

  /// Does what a key means in a text field; false when it means nothing here.
  ///
  /// Characters are typed; arrows, Home, End, Ctrl-A and Ctrl-E move; with Ctrl or Alt the arrows (and Alt-B, Alt-F)
  /// move by words; Backspace, Delete, Ctrl-D erase; Ctrl-W and Alt-Backspace erase a word, Ctrl-U and Ctrl-K all
  /// before or after the caret; Ctrl-_ (which terminals also send for Ctrl-/) undoes, Ctrl-Y does it again.
  public mutating func handle(_ press: KeyPress) -> Bool {
    switch (press.key, press.isControl, press.isAlternate) {
    case (.character(let scalar), false, false):
      let isWordEnd = scalar == " " && before.last != " "
      change(isWordEnd ? .other : .typing) { $0.before.unicodeScalars.append(scalar) }
      if isWordEnd { lastEdit = .typing }
    case (.left, false, false): moveCaret(by: -1)
    case (.right, false, false): moveCaret(by: 1)
    case (.left, _, _), (.character("b"), false, true): move { $0.wordLeft() }
    case (.right, _, _), (.character("f"), false, true): move { $0.wordRight() }
    case (.home, _, _), (.character("a"), true, false): move { $0.toStart() }
    case (.end, _, _), (.character("e"), true, false): move { $0.toEnd() }
    case (.backspace, _, true), (.character("w"), true, false): change(.other) { $0.eraseWord() }
    case (.backspace, _, _): change(.erasing) { _ = $0.before.popLast() }
    case (.delete, _, _), (.character("d"), true, false): change(.erasing) { _ = $0.after.popFirstCharacter() }
    case (.character("u"), true, false): change(.other) { $0.before = "" }
    case (.character("k"), true, false): change(.other) { $0.after = "" }
    case (.character("_"), true, false): undo()
    case (.character("y"), true, false): redo()
    default: return false
    }
    return true
  }

  // MARK: Moving

  private mutating func move(_ step: (inout TextField) -> Void) {
    step(&self)
    lastEdit = .none
  }

  /// Moves the caret over that many characters, to the left where it is negative; at the ends of the text it stops.
  mutating func moveCaret(by characters: Int) {
    move { field in
      let (before, after) = (field.before, field.after)
      if characters < 0 {
        field.moveLeft(
          to: before.index(before.endIndex, offsetBy: characters, limitedBy: before.startIndex) ?? before.startIndex)
      } else {
        field.moveRight(
          to: after.index(after.startIndex, offsetBy: characters, limitedBy: after.endIndex) ?? after.endIndex)
      }
    }
  }

  private mutating func moveLeft(to start: String.Index) {
    after = String(before[start...]) + after
    before = String(before[..<start])
  }

  private mutating func moveRight(to end: String.Index) {
    before += after[..<end]
    after = String(after[end...])
  }

  private mutating func wordLeft() { moveLeft(to: wordStart) }

  private mutating func wordRight() {
    var end = after.startIndex
    while end < after.endIndex, !after[end].isWordPart { end = after.index(after: end) }
    while end < after.endIndex, after[end].isWordPart { end = after.index(after: end) }
    moveRight(to: end)
  }

  private mutating func toStart() { (before, after) = ("", text) }

  private mutating func toEnd() { (before, after) = (text, "") }

  private mutating func eraseWord() { before = String(before[..<wordStart]) }

  private var wordStart: String.Index {
    var start = before.endIndex
    while start > before.startIndex, !before[before.index(before: start)].isWordPart {
      start = before.index(before: start)
    }
    while start > before.startIndex, before[before.index(before: start)].isWordPart {
      start = before.index(before: start)
    }
    return start
  }

  // MARK: History

  /// Changes the text; steps of the same kind that follow each other (but for `.other`) are one step of the history.
  private mutating func change(_ edit: Edit, _ step: (inout TextField) -> Void) {
    let old = snapshot
    step(&self)
    guard old.before.utf8.count != before.utf8.count || old.after.utf8.count != after.utf8.count || old.before != before
    else { return }
    if edit == .other || edit != lastEdit { undoStates.append(old) }
    lastEdit = edit
    redoStates = []
    forgetOldest()
  }

  private var snapshot: Snapshot { Snapshot(before: before, after: after) }

  private mutating func restore(_ state: Snapshot) {
    (before, after) = (state.before, state.after)
    lastEdit = .none
  }

  /// The history holds at most a thousand steps and 16 MB.
  private mutating func forgetOldest() {
    let bytes = undoStates.reduce(0) { $0 + $1.before.utf8.count + $1.after.utf8.count }
    if undoStates.count > 1000 || bytes > 16 << 20 { undoStates.removeFirst() }
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}

extension String {
  fileprivate mutating func popFirstCharacter() -> Character? { isEmpty ? nil : removeFirst() }
}
