/// A task as people name it: the checkpoint's own name, or an alias of it, which may also say the role.
///
/// The checkpoint's names always win. An alias holds where the checkpoint has the task that it stands for:
///
/// | name | task | role |
/// |---|---|---|
/// | `retrieval.query`, `query` | `retrieval` | query |
/// | `retrieval.passage`, `passage`, `document` | `retrieval` | passage |
/// | `code.query`, `code.passage` | `code` | query, passage |
/// | `classification`, `clustering` | `text-matching` | – |
///
/// Source: the task names of Jina's hosted interface; `classification` and `clustering` are names of the model's third
/// version, which the symmetric adapter of the fourth serves best.
public struct TaskName: Hashable, Sendable {
  /// The name as it was given.
  public let name: String
  /// The checkpoint's task.
  public let task: EmbeddingTask
  /// The role that the alias implies; `nil` where it implies none.
  public let role: PromptRole?

  /// The aliases in the order they are documented.
  public static let aliases: [(name: String, task: String, role: PromptRole?)] = [
    ("retrieval.query", "retrieval", .query), ("retrieval.passage", "retrieval", .passage),
    ("code.query", "code", .query), ("code.passage", "code", .passage),
    ("query", "retrieval", .query), ("document", "retrieval", .passage), ("passage", "retrieval", .passage),
    ("classification", "text-matching", nil), ("clustering", "text-matching", nil),
  ]

  /// The task that `name` means among those of a checkpoint.
  ///
  /// - Throws: `RequestError.unknownTask`.
  public init(_ name: String, among tasks: [EmbeddingTask]) throws(RequestError) {
    self.name = name
    if let task = tasks.first(where: { $0.name == name }) {
      self.task = task
      role = nil
      return
    }
    guard let alias = Self.aliases.first(where: { $0.name == name }),
      let task = tasks.first(where: { $0.name == alias.task })
    else { throw .unknownTask(name: name, valid: tasks) }
    self.task = task
    role = alias.role
  }

  /// The role that holds when `explicit` was said beside the name: one of the two, or `nil` where neither says it.
  ///
  /// - Throws: `RequestError.contradictoryRole` where they differ.
  public func role(beside explicit: PromptRole?) throws(RequestError) -> PromptRole? {
    if let role, let explicit, role != explicit {
      throw .contradictoryRole(task: name, implied: role, role: explicit)
    }
    return explicit ?? role
  }
}
