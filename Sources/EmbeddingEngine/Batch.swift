/// Groups of requests that go through the model in one pass.
struct Batch: Hashable {
  /// Places of the groups.
  let groups: Range<Int>
  /// Token rows of all of them.
  let tokens: Int

  /// Cuts groups of requests into batches of at most `limit` token rows, in their order; one that has more is alone.
  ///
  /// - Parameter tokens: the token rows of each group.
  static func plan(tokens: [Int], limit: Int) -> [Batch] {
    var batches: [Batch] = []
    var start = 0
    var sum = 0
    for (index, count) in tokens.enumerated() {
      if index > start, sum + count > limit {
        batches.append(Batch(groups: start..<index, tokens: sum))
        start = index
        sum = 0
      }
      sum += count
    }
    if start < tokens.count { batches.append(Batch(groups: start..<tokens.count, tokens: sum)) }
    return batches
  }
}
