/// Kendall's τ-b between two lists of scores of the same items: 1 for the same order, −1 for the reverse; `nil` where
/// one of the lists is constant or shorter than two, because no order is then given.
///
/// - Complexity: O(n log n).
///
/// Source: W. R. Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped Data", Journal of the American
/// Statistical Association 61 (1966), 436–439.
public func kendallTau(_ first: [Float], _ second: [Float]) -> Double? {
  precondition(first.count == second.count, "τ of \(first.count) and \(second.count) scores")
  let order = first.indices.sorted { a, b in
    first[a] != first[b] ? first[a] < first[b] : second[a] < second[b]
  }
  let tiedInFirst = tiedPairs(order) { first[$0] == first[$1] }
  let tiedInBoth = tiedPairs(order) { first[$0] == first[$1] && second[$0] == second[$1] }
  var sequence = order.map { second[$0] }
  let discordant = sortCountingExchanges(&sequence)
  let tiedInSecond = tiedPairs(Array(sequence.indices)) { sequence[$0] == sequence[$1] }

  let pairs = first.count * (first.count - 1) / 2
  let orderedInFirst = Double(pairs - tiedInFirst)
  let orderedInSecond = Double(pairs - tiedInSecond)
  guard orderedInFirst > 0, orderedInSecond > 0 else { return nil }
  let concordantMinusDiscordant = Double(pairs - tiedInFirst - tiedInSecond + tiedInBoth - 2 * discordant)
  return concordantMinusDiscordant / (orderedInFirst * orderedInSecond).squareRoot()
}

/// The number of pairs inside runs of neighbors that are equal.
private func tiedPairs(_ order: [Int], areEqual: (Int, Int) -> Bool) -> Int {
  var pairs = 0
  var run = 1
  for position in order.indices.dropFirst() {
    if areEqual(order[position - 1], order[position]) {
      pairs += run
      run += 1
    } else {
      run = 1
    }
  }
  return pairs
}

/// Sorts `values` by merging and returns how many pairs stood in the wrong order.
private func sortCountingExchanges(_ values: inout [Float]) -> Int {
  var exchanges = 0
  var source = values
  var target = values
  var width = 1
  while width < source.count {
    for start in stride(from: 0, to: source.count, by: 2 * width) {
      let middle = min(start + width, source.count)
      let end = min(start + 2 * width, source.count)
      var left = start
      var right = middle
      for position in start..<end {
        if right >= end || (left < middle && source[left] <= source[right]) {
          target[position] = source[left]
          left += 1
        } else {
          target[position] = source[right]
          right += 1
          exchanges += middle - left
        }
      }
    }
    swap(&source, &target)
    width *= 2
  }
  values = source
  return exchanges
}
