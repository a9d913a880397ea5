import CKernels
import Testing

@testable import Tensors

/// Every instruction set the processor has against the plain kernels, at sizes that leave every kind of tail.
@Suite struct KernelTests {
  /// The kernels of one instruction set.
  @safe private struct Kernels {
    let table: kernel_table

    /// `nil` where the processor lacks the instructions.
    init?(_ name: String) {
      // Safe: a table that is there is a constant.
      guard let table = unsafe kernel_table_named(name) else { return nil }
      unsafe self.table = table.pointee
    }
  }

  /// The kernels of an instruction set beside the plain ones.
  private struct Pair {
    let fast: Kernels
    let plain: Kernels

    init?(_ name: String) {
      guard let fast = Kernels(name), let plain = Kernels("scalar") else { return nil }
      self.fast = fast
      self.plain = plain
    }

    /// What both leave in a buffer with NaN behind its end, which neither may touch.
    func outputs(_ initial: [Float], _ body: (Kernels, inout [Float]) -> Void) -> (fast: [Float], plain: [Float]) {
      let padding = [Float](repeating: .nan, count: 40)
      let results = [fast, plain].map { kernels in
        var buffer = initial + padding
        body(kernels, &buffer)
        #expect(areNaN(Array(buffer.suffix(40))))
        return Array(buffer.dropLast(40))
      }
      return (results[0], results[1])
    }
  }

  private static let sizes = [1, 3, 7, 8, 15, 16, 17, 31, 33, 64, 100, 255, 257, 515]

  @Test func thePlainKernelsAreAlwaysThereAndUnknownOnesNever() {
    #expect(Kernels("scalar") != nil)
    #expect(Kernels("avx1024") == nil)
    #expect(["scalar", "avx2", "avx512"].contains(InstructionSet.current))
  }

  @Test(arguments: ["avx2", "avx512"]) func elementwiseKernelsEqualThePlainOnes(name: String) {
    guard let pair = Pair(name) else { return }
    var values = Values(seed: 21)
    for count in Self.sizes {
      let (a, b) = (values.array(count, scale: 8), values.array(count))
      for (label, outputs) in [
        // Safe, here and below: every buffer has the number of elements that is announced.
        ("add", pair.outputs(a) { unsafe $0.table.add?(&$1, b, count) }),
        ("swiglu", pair.outputs(a) { unsafe $0.table.swiglu?(&$1, b, count) }),
        ("gelu", pair.outputs(a) { unsafe $0.table.gelu?(&$1, count) }),
        ("normalize", pair.outputs(a) { unsafe $0.table.normalize_rows?(&$1, count, 1, count, 1e-12) }),
        ("mean", pair.outputs(b) { unsafe $0.table.mean_of_rows?(a, 0, 3, count, &$1) }),
        ("norm", pair.outputs(b) { unsafe $0.table.rms_norm?(a, count, b, 1e-6, &$1, count, 1, count) }),
        ("broadcast", pair.outputs(b) { unsafe $0.table.broadcast_row?(a, &$1, count, 1, count, 1) }),
      ] {
        #expect(largestError(outputs.fast, outputs.plain.map(Double.init)) < 1e-6, "\(label) \(count)")
      }
    }
  }

  @Test(arguments: ["avx2", "avx512"]) func conversionsEqualThePlainOnesBitForBit(name: String) {
    guard let pair = Pair(name) else { return }
    var values = Values(seed: 22)
    for count in Self.sizes {
      let floats = values.array(count, scale: 1e-4) + [.infinity, -0.0, 1e-7, 65519, 3e-5]
      for element in [KERNEL_BFLOAT16, KERNEL_FLOAT16] {
        var stored = [[UInt16](repeating: 0, count: floats.count), [UInt16](repeating: 1, count: floats.count)]
        unsafe pair.fast.table.narrow?(floats, element, &stored[0], floats.count)
        unsafe pair.plain.table.narrow?(floats, element, &stored[1], floats.count)
        #expect(stored[0] == stored[1])
        let widened = pair.outputs([Float](repeating: 0, count: floats.count)) {
          unsafe $0.table.widen?(stored[1], element, &$1, floats.count)
        }
        #expect(widened.fast.map(\.bitPattern) == widened.plain.map(\.bitPattern))
      }
    }
  }

  @Test(arguments: ["avx2", "avx512"]) func productsWithFewRowsEqualThePlainOnes(name: String) {
    guard let pair = Pair(name) else { return }
    var values = Values(seed: 23)
    for inner in Self.sizes {
      for (rows, outer) in [(1, 1), (2, 5), (5, 4), (16, 7)] {
        let (input, weight) = (values.array(rows * inner), values.array(outer * inner))
        for beta: Float in [0, 0.5] {
          let outputs = pair.outputs(values.array(rows * outer)) {
            unsafe $0.table.multiply_few_rows?(
              input, inner, rows, weight, KERNEL_FLOAT32, outer, inner, 2, beta, &$1, outer)
          }
          #expect(largestError(outputs.fast, outputs.plain.map(Double.init)) < 1e-5, "\(rows) \(outer) \(inner)")
        }
      }
    }
  }

  @Test(arguments: ["avx2", "avx512"]) func attentionAndRotationEqualThePlainOnes(name: String) {
    guard let pair = Pair(name) else { return }
    var values = Values(seed: 24)
    for dimension in [2, 6, 16, 34, 80, 128] {
      for keys in [1, 63, 64, 65, 200] {
        let (query, key, value) = (
          values.array(2 * dimension), values.array(keys * dimension), values.array(keys * dimension)
        )
        let attended = pair.outputs([Float](repeating: 0, count: 2 * dimension)) {
          unsafe $0.table.attention?(
            query, dimension, key, dimension, value, dimension, &$1, dimension, min(2, keys), dimension, 0.3,
            max(1, keys - 1), 1)
        }
        #expect(largestError(attended.fast, attended.plain.map(Double.init)) < 2e-6, "\(dimension) \(keys)")
      }
      let (cosines, sines) = (values.array(dimension), values.array(dimension))
      let rotated = pair.outputs(values.array(2 * 3 * dimension)) {
        unsafe $0.table.rotate_halves?(&$1, 3 * dimension, 2, 3, dimension, cosines, sines)
      }
      #expect(largestError(rotated.fast, rotated.plain.map(Double.init)) < 1e-6)
    }
  }
}
