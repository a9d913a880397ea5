/// What is wrong with what was asked of a model.
public enum RequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The checkpoint has no such task, and no alias of that name holds for it.
  case unknownTask(name: String, valid: [EmbeddingTask])
  /// The name of the task implies one role, and another was given beside it.
  case contradictoryRole(task: String, implied: PromptRole, role: PromptRole)
  /// The model was not trained to be cut to this dimension.
  case dimensionNotOffered(dimensions: Int, valid: [Int])
  /// Multi-vectors were asked of a checkpoint without projector.
  case noProjector(model: String)
  /// A picture was given to a checkpoint without vision tower.
  case noVision(model: String)
  /// A part of a document begins at a token that the model does not read, as the window ends before it.
  case behindWindow(token: Int, window: Int)

  /// One sentence: what, and what to do.
  public var description: String {
    switch self {
    case .unknownTask(let name, let valid):
      "the model has no task '\(name)'; its tasks are \(valid.map(\.name).joined(separator: ", "))"
    case .contradictoryRole(let task, let implied, let role):
      "the task '\(task)' means the role '\(implied.rawValue)', but the role '\(role.rawValue)' was given with it; "
        + "leave one of them out"
    case .dimensionNotOffered(let dimensions, let valid):
      "the model does not offer vectors of \(dimensions) dimensions; choose one of "
        + valid.map(String.init).joined(separator: ", ")
    case .noProjector(let model):
      "\(model) has no multi-vector projector; multi-vectors need the full checkpoint"
    case .noVision(let model):
      "\(model) has no vision tower and cannot embed pictures; use a checkpoint with 'visual' tensors"
    case .behindWindow(let token, let window):
      "it begins at token \(token) of its document, of which the model reads \(window); embed it by itself, without late "
        + "chunking"
    }
  }
}
