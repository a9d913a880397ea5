import Corpus
import Embeddings
import Files
import Synchronization

/// The collection of the explorer, which is read at the start and perhaps again.
final class ReadCollection: Sendable {
  private let inputs: [String]
  private let options: ReadingOptions
  private let engine: (any Embedder)?
  /// What was read last, before it was split.
  private let last = Mutex<CorpusReading?>(nil)

  /// A collection of what `inputs` name, which `engine` embeds; without one it is read as a model would that reads all.
  init(_ inputs: [String], _ options: ReadingOptions, _ engine: (any Embedder)?) {
    self.inputs = inputs
    self.options = options
    self.engine = engine
  }

  /// Whether all of it comes from files and folders: what comes through a pipe, comes once.
  var canBeReadAgain: Bool {
    inputs.allSatisfy { input in
      input != "-" && [.file, .folder].contains((try? FileStatus(path: input))?.kind)
    }
  }

  /// Reads all of it, but for files that have not changed since the last time.
  func read() throws -> CorpusReading {
    let whole = try CorpusReader.read(
      inputs: inputs, options.options(readsImages: engine?.model.readsImages ?? true), reusing: last.withLock { $0 })
    let reading = try options.chunked(whole, with: engine)
    if let empty = inputs.indices.first(where: { reading.counts[$0] == 0 }) {
      throw CorpusError.empty(inputs: [inputs[empty]])
    }
    last.withLock { $0 = whole }
    return reading
  }

  /// Reads all of it again, in place of what was read before.
  ///
  /// - Throws: also where it brings vectors of another kind along, which would take another model.
  func readAgain() throws -> CorpusReading {
    let dimensions = last.withLock { $0?.dimensions }
    let before = last.withLock { $0 }
    let reading = try read()
    guard reading.dimensions == dimensions else {
      last.withLock { $0 = before }
      throw InputError.otherVectors
    }
    return reading
  }
}
