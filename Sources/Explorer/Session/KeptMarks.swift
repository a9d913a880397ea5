public import Corpus

/// What was judged of a collection in the explorer, and how it is kept from one start to the next.
public struct KeptMarks: Sendable {
  /// What was judged at earlier times.
  public let marks: Judgments
  /// Keeps one more mark.
  let keep: @Sendable (Judgments.Mark) throws -> Void

  /// Marks that `keep` adds to.
  public init(_ marks: Judgments, keep: @escaping @Sendable (Judgments.Mark) throws -> Void) {
    self.marks = marks
    self.keep = keep
  }
}
