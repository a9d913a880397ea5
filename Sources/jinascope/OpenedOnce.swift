import Embeddings
import JinaModel
import ModelHub

/// A model that is opened when it is needed, and only once.
final class OpenedOnce {
  private let open: () throws -> any Embedder
  private var opened: (any Embedder)?

  /// A model that `open` opens.
  init(_ open: @escaping () throws -> any Embedder) { self.open = open }

  /// The model, opened.
  var embedder: any Embedder {
    get throws {
      if let opened { return opened }
      let embedder = try open()
      opened = embedder
      return embedder
    }
  }

  /// What model it is; `nil` where it has not been needed.
  var model: ModelDescription? { opened?.model }
}

extension LocatedModel {
  /// Components of the vectors it makes, as its configuration says; `nil` where that cannot be read.
  var dimensions: Int? { (try? JinaConfiguration(path: directory + "/config.json"))?.hiddenSize }
}
