public import Corpus

/// Where the items come from, so that they can be read again.
public struct CollectionSource: Sendable {
  /// What the items were read from at the start.
  let sources: SourceStamps
  /// Whether they are read again whenever that changes.
  let isWatched: Bool
  /// How many of the inputs are the first of two collections; `nil` where there is only one.
  let firstInputs: Int?
  /// Reads all of them anew.
  let read: @Sendable () throws -> CorpusReading

  /// A source.
  ///
  /// - Parameters:
  ///   - sources: what the items were read from at the start.
  ///   - isWatched: whether they are read again whenever that changes.
  ///   - firstInputs: how many of the inputs are the first of two collections; `nil` where there is only one.
  ///   - read: reads the same inputs in the same way; called off the main thread, once at a time.
  public init(
    sources: SourceStamps, isWatched: Bool = false, firstInputs: Int? = nil,
    read: @escaping @Sendable () throws -> CorpusReading
  ) {
    self.sources = sources
    self.isWatched = isWatched
    self.firstInputs = firstInputs
    self.read = read
  }
}
