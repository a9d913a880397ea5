import ArgumentParser
import EmbeddingEngine
import EmbeddingStore
import Embeddings
import Files
import Foundation
import Settings
import Tensors

/// Whether vectors are remembered, and where.
struct CacheOptions: ParsableArguments {
  @Option(
    name: .customLong("cache"),
    help: ArgumentHelp(
      "Remember vectors in this folder; by default $XDG_CACHE_HOME/jinascope, or ~/.cache/jinascope.",
      valueName: "folder"))
  var folder: String?
  @Flag(help: "Use no remembered vector, and remember none: everything is computed anew.") var noCache = false
  @Option(
    help: ArgumentHelp(
      "Forget the vectors used least recently beyond this many gigabytes on the disk (default: 10).", valueName: "n"))
  var cacheSize: Int?

  func validate() throws {
    if noCache && (folder != nil || cacheSize != nil) {
      throw ValidationError("use either --no-cache or --cache and --cache-size")
    }
    if let cacheSize, !Self.sizes.contains(cacheSize) {
      throw ValidationError("--cache-size must be a whole number of gigabytes from 1 to \(Self.sizes.upperBound)")
    }
  }

  /// The sizes that can be asked for, in gigabytes.
  static let sizes = 1...1_000_000

  /// The store; `nil` where none is wanted, and where none can be had, which is told.
  func store(_ configuration: ProgramConfiguration) -> EmbeddingStore? {
    if noCache || (folder == nil && configuration.values.flag("cache") == false) { return nil }
    do { return try Self.open(folder: folder, gigabytes: cacheSize ?? configuration.values.number("cache-size")) } catch
    {
      Destination.remark("jinascope: \(error); vectors are not remembered")
      return nil
    }
  }

  /// Opens the store of a folder, by default the usual one.
  ///
  /// - Throws: `FileError`, `EmbeddingStoreError`.
  static func open(folder: String?, gigabytes: Int?) throws -> EmbeddingStore {
    let bytes = gigabytes.map { $0 * 1_000_000_000 } ?? EmbeddingStore.usualByteLimit
    return try EmbeddingStore(
      folder: folder ?? usualFolder(ProcessInfo.processInfo.environment), byteLimit: bytes
    ) { Destination.remark("jinascope: \($0)") }
  }

  /// The folder where nobody names another.
  ///
  /// Source: XDG Base Directory Specification 0.8; a relative path in the variable does not count.
  private static func usualFolder(_ environment: [String: String]) -> String {
    let named = environment["XDG_CACHE_HOME"].flatMap { Path.isAbsolute($0) ? $0 : nil }
    return (named ?? HomeDirectory.path + "/.cache") + "/jinascope"
  }
}

extension ModelOptions {
  /// Finds and opens the model as `load()` does, and has it remember vectors as `cache` says.
  func load(_ cache: CacheOptions) throws -> any Embedder {
    let configuration = try ProgramConfiguration(self.configuration)
    configuration.remarkProblems()
    return remembering(try loadAndRemark(configuration), cache.store(configuration), configuration)
  }

  /// An embedder that looks into `store` before it computes.
  func remembering(
    _ engine: any Embedder, _ store: EmbeddingStore?, _ configuration: ProgramConfiguration
  ) -> any Embedder {
    guard let store else { return engine }
    let options = engineOptions(configuration)
    let settings = StoredEmbedder.Settings(
      all: "\(options.precision.rawValue) \(options.weights.rawValue) \(engine.model.instructionSet) "
        + "\(engine.model.contextLength)",
      pictures: "\(options.maximumPixels.map(String.init) ?? "-") \(options.appliesOrientation)")
    return StoredEmbedder(engine, store: store, settings: settings) ?? engine
  }
}
