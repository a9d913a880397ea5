import CBLAS
import Foundation
import RandomValues
import Tensors
import Threading

/// Times products with weights of the published shapes, in turns: ours in both precisions, with panels of BF16 as it is
/// and, where that is done, in 12 bits, and with weights of 8 bits, the library's of F32, and on one thread the plain
/// kernels that specify ours, where they do not take long.
@main struct Products {
  private static let rounds = 9
  /// Several take turns, which together are larger than the caches.
  private static let weightCount = 4
  /// Multiplications that the plain kernels take about a second for.
  private static let mostForPlain = 1_000_000_000

  static func main() {
    let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
    let parallel = ParallelFor(threads: threads)
    print("\(InstructionSet.current), \(MatrixLibrary.version), threads: \(parallel.threads)")
    print("GFLOP/s: medians of \(rounds) rounds in turns, and the fastest")
    for (inner, outer) in [(2048, 2560), (2048, 22016), (11008, 2048), (1280, 6840)] {
      let weights = Weights(inner: inner, outer: outer, count: weightCount, parallel: parallel)
      for rows in [1, 8, 16, 36, 128, 512] { measure(weights, rows: rows, parallel: parallel) }
    }
  }

  private static func measure(_ weights: Weights, rows: Int, parallel: ParallelFor) {
    let input = Matrix(rows: rows, columns: weights.inner, values: randomValues(rows * weights.inner, seed: 2))
    var output = Matrix(rows: rows, columns: weights.outer)
    var fast = MatrixMultiplier(parallel: parallel, precision: .fast)
    var exact = MatrixMultiplier(parallel: parallel, precision: .exact)
    let operations = 2 * rows * weights.inner * weights.outer
    let current = InstructionSet.current

    var names = ["fast", "exact", "8 bits", "OpenBLAS F32"]
    if weights.areCompact { names.insert(contentsOf: ["fast 12 bits", "exact 12 bits"], at: 2) }
    if parallel.threads == 1, operations / 2 <= mostForPlain { names.append("plain") }
    var times = names.map { _ in [Duration]() }
    for round in 0...rounds {
      let number = round % weightCount
      let (weight, compact) = (weights.stored[number], weights.compact[number])
      for (index, name) in names.enumerated() {
        let time = ContinuousClock().measure {
          switch name {
          case "fast": fast.multiply(input, by: weight, into: &output)
          case "exact": exact.multiply(input, by: weight, into: &output)
          case "fast 12 bits": fast.multiply(input, by: compact, into: &output)
          case "exact 12 bits": exact.multiply(input, by: compact, into: &output)
          case "8 bits": fast.multiply(input, by: weights.bytes[number], into: &output)
          case "plain":
            precondition(InstructionSet.use("scalar"))
            exact.multiply(input, by: weight, into: &output)
            precondition(InstructionSet.use(current))
          default: weights.multiplyByLibrary(input, number, into: &output, parallel: parallel)
          }
        }
        // The first round makes memory.
        if round > 0 { times[index].append(time) }
      }
    }
    let speeds = zip(names, times).map { name, times in
      let sorted = times.sorted().map { Double(operations) / ($0 / .nanoseconds(1)) }
      return name + String(format: " %.1f (%.1f)", sorted[sorted.count / 2], sorted[0])
    }
    print("\(rows) × \(weights.inner) → \(weights.outer): \(speeds.joined(separator: ", "))")
  }
}

extension MatrixMultiplier {
  fileprivate mutating func multiply(_ input: borrowing Matrix, by weight: ProductWeight, into output: inout Matrix) {
    multiply(
      input, rows: 0..<input.rows, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<input.rows)
  }
}

/// Weights of one shape: in BF16, in 12 bits and in 8, all packed, and in F32.
private struct Weights {
  let inner: Int
  let outer: Int
  let stored: [ProductWeight]
  let compact: [ProductWeight]
  let bytes: [ProductWeight]
  private let floats: [[Float]]

  init(inner: Int, outer: Int, count: Int, parallel: ParallelFor) {
    self.inner = inner
    self.outer = outer
    let values = randomValues(inner * outer, seed: 1)
    func packed(mayCompact: Bool, format: WeightFormat) -> [ProductWeight] {
      (0..<count).map { _ in
        let tensor = StoredTensor(values, shape: [outer, inner], dtype: .bfloat16)
        let weight = ProductWeight(tensor, mayCompact: mayCompact, format: format)
        weight.pack(parallel: parallel)
        return weight
      }
    }
    stored = packed(mayCompact: false, format: .stored)
    compact = packed(mayCompact: true, format: .stored)
    bytes = packed(mayCompact: false, format: .int8)
    // Each in memory of its own.
    floats = (0..<count).map { index in values.map { $0 * Float(index + 1) } }
  }

  /// Whether panels are kept in 12 bits here.
  var areCompact: Bool { compact[0].packedByteCount < stored[0].packedByteCount }

  /// Each thread makes some of the columns.
  func multiplyByLibrary(_ input: borrowing Matrix, _ index: Int, into output: inout Matrix, parallel: ParallelFor) {
    let rows = input.rows
    let (inner, outer) = (inner, outer)
    var outputs = output.mutableValues
    floats[index].withUnsafeBufferPointer { weight in
      input.values.withUnsafeBufferPointer { input in
        outputs.withUnsafeMutableBufferPointer { output in
          guard let input = input.baseAddress, let weight = weight.baseAddress, let output = output.baseAddress else {
            return
          }
          let addresses = Addresses(input: input, weight: weight, output: output)
          parallel(parallel.threads) { part, _ in
            let columns = outer * part / parallel.threads..<outer * (part + 1) / parallel.threads
            blas_multiply_transposed(
              rows, columns.count, inner, 1, addresses.input, inner, addresses.weight + columns.lowerBound * inner,
              inner, 0, addresses.output + columns.lowerBound, outer)
          }
        }
      }
    }
  }

  /// For threads that write different columns.
  private struct Addresses: @unchecked Sendable {
    let input: UnsafePointer<Float>
    let weight: UnsafePointer<Float>
    let output: UnsafeMutablePointer<Float>
  }
}
