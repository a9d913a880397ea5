internal import Files

/// What a collection was read from, and how it was then: every file and folder, and those that are not there and would
/// count if they were.
public struct SourceStamps: Hashable, Sendable {
  private var stamps: [String: FileStatus?] = [:]

  /// Nothing.
  public init() {}

  /// Notes how what stands at `path` is now; what was noted before stays.
  mutating func note(_ path: String) {
    if stamps[path] == nil { stamps.updateValue(try? FileStatus(path: path), forKey: path) }
  }

  /// The same without what is known of `paths`.
  func without(_ paths: [String]) -> SourceStamps {
    var others = self
    for path in paths { others.stamps[path] = nil }
    return others
  }

  /// Whether `path` is the same as in `other`, as far as its size and time tell.
  public func isUnchanged(_ path: String, since other: SourceStamps) -> Bool {
    guard let now = stamps[path], let before = other.stamps[path] else { return false }
    return now == before
  }

  /// How the same files and folders are now.
  func now() -> SourceStamps {
    var others = SourceStamps()
    for path in stamps.keys { others.note(path) }
    return others
  }

  /// How long files are left alone between two looks.
  private static let interval = Duration.seconds(1)
  /// How much longer than a look the time is between two of them: looking costs a hundredth of a processor at most.
  private static let rest = 100
  /// Looks after which files that never stop changing are read nevertheless.
  private static let patience = 10

  /// Waits until something differs from what was noted, and has stopped changing; returns how it is then.
  ///
  /// Files are looked at again and again, which every system can do alike, on a network's disks too.
  ///
  /// - Throws: `CancellationError`.
  public func change() async throws -> SourceStamps {
    var last = self
    var looks = 0
    var cost = Duration.zero
    while true {
      try await Task.sleep(for: max(Self.interval, cost * Self.rest))
      let start = ContinuousClock.now
      let look = now()
      cost = start.duration(to: .now)
      looks = look == self ? 0 : looks + 1
      if looks > 0, look == last || looks >= Self.patience { return look }
      last = look
    }
  }
}
