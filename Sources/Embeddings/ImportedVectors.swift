/// The vectors that an item brings along: somebody computed them before, and no model need compute them again.
public struct ImportedVectors: Hashable, Sendable {
  /// A vector and what is said of it.
  public struct Entry: Hashable, Sendable {
    /// The task it was made under, in the words of its source; `nil` where nobody says.
    public let task: String?
    /// The vector, of unit length.
    public let vector: SingleVector

    /// An entry from its parts.
    public init(task: String?, vector: SingleVector) {
      self.task = task
      self.vector = vector
    }
  }

  /// The vectors, at most one of each task; never none.
  public private(set) var entries: [Entry]
  /// The fingerprint of the model that made them; `nil` where nobody says.
  public let fingerprint: String?

  /// One vector.
  public init(_ vector: SingleVector, task: String? = nil, fingerprint: String? = nil) {
    entries = [Entry(task: task, vector: vector)]
    self.fingerprint = fingerprint
  }

  /// Takes up the vectors of other tasks; false, with nothing taken, where there are some of the same task, or of another
  /// model.
  public mutating func merge(_ other: ImportedVectors) -> Bool {
    guard fingerprint == other.fingerprint,
      !other.entries.contains(where: { entry in entries.contains { $0.task == entry.task } })
    else { return false }
    entries += other.entries
    return true
  }

  /// The number of components, the same of all of them.
  public var dimensions: Int { entries.first?.vector.dimensions ?? 0 }
}
