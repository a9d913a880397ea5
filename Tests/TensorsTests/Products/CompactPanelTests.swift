import Testing
import Threading

@testable import Tensors

/// Weights of BF16 in 12 bits an element; `Tests/CKernelChecks` checks their kernels.
@Suite struct CompactPanelTests {
  @Test func aWeightOfAllExponentsIsPackedPlain() {
    var values = Values(seed: 35)
    let diverse = (0..<64 * 300).map { _ in Float(sign: .plus, exponent: Int(values.next() * 60), significand: 1) }
    let parallel = ParallelFor(threads: 2)
    var multiplier = MatrixMultiplier(parallel: parallel, precision: .exact)
    let weight = ProductWeight(StoredTensor(diverse, shape: [64, 300], dtype: .bfloat16))
    let input = Matrix(rows: 12, columns: 300, values: [Float](repeating: 1, count: 12 * 300))
    func products() -> [Float] {
      var output = Matrix.poisoned(12, 64)
      multiplier.multiply(input, rows: 0..<12, by: [FusedWeight(weight: weight)], into: &output, rows: 0..<12)
      return output.array(rows: 0..<12)
    }
    let unpacked = products()
    weight.pack(parallel: parallel)
    #expect(weight.isPacked)
    let packed = products()
    #expect(packed == unpacked)
  }
}
