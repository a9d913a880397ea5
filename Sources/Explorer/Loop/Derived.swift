/// Something computed off the main thread from the state: what is known, for which question, and what is under way.
///
/// Every update asks for what the screen now needs. A new question replaces the one under way; the same question over
/// newer data waits for it, so that data arriving in small pieces cannot starve the answer.
struct Derived<Question: Hashable & Sendable, Answer: Sendable>: Sendable {
  /// A question and the revision of the data it is asked of.
  struct Key: Hashable, Sendable {
    var question: Question
    var revision: Int
  }

  /// The latest answer; it may be to an older question and stays on the screen until the next one is there.
  private(set) var answer: Answer?
  /// What `answer` answers.
  private(set) var answered: Key?
  /// What is being computed.
  private(set) var pending: Key?

  /// Whether `answer` is what was last asked for.
  var isCurrent: Bool { answered != nil && pending == nil }

  /// Asks `question` of the data of `revision`; returns the key that is to be computed now, `nil` for none.
  mutating func ask(_ question: Question, revision: Int) -> Key? {
    let key = Key(question: question, revision: revision)
    if let pending, pending.question == question { return nil }
    if answered == key {
      pending = nil
      return nil
    }
    pending = key
    return key
  }

  /// Takes the answer to what is under way; returns false for any other, which is dropped.
  @discardableResult
  mutating func take(_ answer: Answer, for key: Key) -> Bool {
    guard pending == key else { return false }
    self.answer = answer
    answered = key
    pending = nil
    return true
  }

  /// Forgets answer and question; returns whether there was any.
  mutating func clear() -> Bool {
    defer { self = Derived() }
    return pending != nil || answered != nil
  }
}
