import JinaModel
import TestSupport

extension Goldens {
  /// The checkpoint, opened.
  func model(threads: Int = 2) throws -> JinaModel {
    try JinaModel(directory: ModelDirectory(path: Self.directory(of: checkpoint)), threads: threads)
  }
}
