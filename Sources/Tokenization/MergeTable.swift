/// The merges of byte pair encoding: what two neighboring tokens become, and how early.
struct MergeTable: Sendable {
  /// One merge.
  struct Merge: Sendable {
    /// Its place in the list of merges; the lowest is made first.
    let rank: UInt32
    /// The token that the two become.
    let result: UInt32
  }

  private var merges: [UInt64: Merge] = [:]

  /// A table with room for a number of merges.
  init(minimumCapacity: Int) { merges.reserveCapacity(minimumCapacity) }

  /// What `left` and `right` become; `nil` where they stay apart.
  subscript(left: UInt32, right: UInt32) -> Merge? {
    get { merges[UInt64(left) << 32 | UInt64(right)] }
    set { merges[UInt64(left) << 32 | UInt64(right)] = newValue }
  }
}
