/// The name of a task adapter, as the checkpoint's `task_names` spells it (`retrieval`, `text-matching`, `code` in the
/// published model); never a closed list, because the checkpoint decides.
public struct EmbeddingTask: Hashable, Sendable, CustomStringConvertible {
  /// The checkpoint's name of the task.
  public let name: String

  /// The task of that name.
  public init(_ name: String) { self.name = name }

  /// The name itself.
  public var description: String { name }
}
