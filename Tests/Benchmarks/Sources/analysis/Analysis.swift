import Embeddings
import Foundation
import RandomValues

/// Times the analysis of vectors: the search of many, the similarities of all with all, the dimensions one after the
/// other, and late interaction. Medians of nine rounds, on all cores.
@main struct Analysis {
  static func main() {
    let dimensions = 2048
    let many = vectors(100_000, dimensions)
    let table = VectorTable(many)
    let identifiers = (0..<many.count).map { "item-\($0)" }
    let query = many[77]

    let reading = time("read 819 MB") { readAll(table: many) }
    let search = time("search 100,000 × 2048, top 100") {
      let scores = table.scores(of: query, dimensions: dimensions)
      precondition(Ranking.nearest(100, scores: scores, identifiers: identifiers)[0] == 77)
    }
    print("  search / read: \(ratio(search, reading))")
    let scores = table.scores(of: query, dimensions: dimensions)
    time("of that, the scores") { precondition(table.scores(of: query, dimensions: dimensions).count == many.count) }
    time("of that, the 100 best") {
      precondition(Ranking.nearest(100, scores: scores, identifiers: identifiers).count == 100)
    }
    time("ranking all 100,000 by score") {
      precondition(Ranking(scores: scores, identifiers: identifiers).order[0] == 77)
    }

    let thousand = VectorTable(Array(many.prefix(1_000)))
    time("similarity 1,000 × 1,000 × 2048") {
      precondition(SimilarityMatrix(rows: thousand, columns: thousand, dimensions: dimensions).rows == 1_000)
    }
    time("the same at 128, 256, 512, 1024 and 2048 dimensions") {
      for cut in [128, 256, 512, 1_024, 2_048] {
        precondition(SimilarityMatrix(rows: thousand, columns: thousand, dimensions: cut).rows == 1_000)
      }
    }

    // Relevant items stand anywhere, the worst case: half of all items are counted for each of them.
    let asked = VectorTable(Array(many.prefix(64)))
    let cuts = [128, 256, 512, 1_024, 2_048]
    let products = time("similarity 64 × 100,000 at 128 to 2048 dimensions") {
      for cut in cuts { precondition(SimilarityMatrix(rows: asked, columns: table, dimensions: cut).rows == 64) }
    }
    let judged = JudgedSearch(
      queries: asked, items: table, identifiers: identifiers,
      judgments: (0..<64).map { QueryJudgments(grades: [$0 * 991: 1, $0 * 997 + 5: 2, $0 * 1_009 + 7: 1]) })
    let evaluation = time("the ranks of three relevant items for each, at the same dimensions") {
      precondition((try? judged.rankings(at: cuts))?.count == 5)
    }
    print("  evaluation / products: \(ratio(evaluation, products))")

    let pages = (0..<1_000).map { MultiVector(dimensions: 128, values: randomValues(768 * 128, seed: UInt64($0))) }
    let tokens = MultiVector(dimensions: 128, values: randomValues(20 * 128, seed: 5_000))
    time("MaxSim of 20 tokens with 1,000 pages of 768 × 128") {
      precondition(MaxSim.scores(of: tokens, in: pages).count == 1_000)
    }
  }

  /// The median of nine rounds, printed.
  @discardableResult
  private static func time(_ name: String, _ body: () -> Void) -> Duration {
    body()
    let rounds = (0..<9).map { _ in ContinuousClock().measure(body) }.sorted()
    let text = [rounds[4], rounds[0], rounds[8]].map { String(format: "%.2f", $0 / .milliseconds(1)) }
    print("\(name): \(text[0]) ms (fastest \(text[1]), slowest \(text[2]))")
    return rounds[4]
  }

  private static func ratio(_ first: Duration, _ second: Duration) -> String { String(format: "%.2f", first / second) }

  private static func vectors(_ count: Int, _ dimensions: Int) -> [SingleVector] {
    (0..<count).map { SingleVector(randomValues(dimensions, seed: UInt64($0) &* 7919)) }
  }

  /// Adds all values up, on all cores: what the memory allows.
  private static func readAll(table: [SingleVector]) {
    let parts = ProcessInfo.processInfo.activeProcessorCount
    let sums = Sums(count: parts)
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      var total = SIMD16<Float>.zero
      for index in table.count * part / parts..<table.count * (part + 1) / parts {
        table[index].values.withUnsafeBytes { bytes in
          let blocks = bytes.bindMemory(to: SIMD16<Float>.self)
          var partial = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
          for block in stride(from: 0, to: blocks.count - 3, by: 4) {
            partial.0 += blocks[block]
            partial.1 += blocks[block + 1]
            partial.2 += blocks[block + 2]
            partial.3 += blocks[block + 3]
          }
          total += partial.0 + partial.1 + partial.2 + partial.3
        }
      }
      sums.set(total.sum(), at: part)
    }
    precondition(sums.total.isFinite)
  }
}

/// A number from each thread.
private final class Sums: @unchecked Sendable {
  private let lock = NSLock()
  private var values: [Float]

  init(count: Int) { values = Array(repeating: 0, count: count) }

  func set(_ value: Float, at index: Int) { lock.withLock { values[index] = value } }

  var total: Float { lock.withLock { values.reduce(0, +) } }
}
