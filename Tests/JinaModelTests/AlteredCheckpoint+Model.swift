import JinaModel
import TestSupport

extension AlteredCheckpoint {
  /// Opens it.
  func model() throws -> JinaModel { try JinaModel(directory: ModelDirectory(path: folder.path), threads: 1) }

  /// The error of opening it.
  func error() throws -> JinaModelError? {
    do {
      _ = try model()
      return nil
    } catch let error as JinaModelError { return error }
  }
}
