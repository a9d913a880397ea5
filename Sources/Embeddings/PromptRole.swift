/// Which side of a search a text stands on; it decides the prefix that the model reads before the text.
public enum PromptRole: String, Sendable, CaseIterable {
  /// A question: the text is read as `Query: …`.
  case query
  /// A document: the text is read as `Passage: …`.
  case passage
  /// Neither: the text is read without any prefix. The reference never reads so; servers that know no prompts do.
  case unprompted = "none"

  /// The roles that the reference knows.
  public static let prompted: [PromptRole] = [.query, .passage]
}
