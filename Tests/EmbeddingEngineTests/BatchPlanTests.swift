import Testing

@testable import EmbeddingEngine

@Suite struct BatchPlanTests {
  @Test(
    arguments: [
      ([], 10, []), ([10], 10, [1]), ([11], 10, [1]), ([4, 6], 10, [2]), ([4, 7], 10, [1, 1]),
      ([1, 20, 1, 9, 1], 10, [1, 1, 2, 1]), ([5, 5, 5, 5], 10, [2, 2]), ([3, 3, 3, 3], 10, [3, 1]),
    ] as [([Int], Int, [Int])])
  func batchesHoldAsManyAsFitInTheirOrder(tokens: [Int], limit: Int, sizes: [Int]) {
    let batches = Batch.plan(tokens: tokens, limit: limit)
    #expect(batches.map(\.groups.count) == sizes)
    #expect(batches.flatMap(\.groups) == Array(tokens.indices))
    for batch in batches { #expect(batch.tokens == tokens[batch.groups].reduce(0, +)) }
  }
}
