import CKernels
import Testing
import Threading

@testable import Tensors

/// Panels of BF16 in 12 bits an element.
@Suite struct CompactPanelTests {
  private func panel(_ words: [UInt16]) -> PanelMemory {
    let memory = PanelMemory.made(panelBytes: words.count * 2)
    for (index, word) in words.enumerated() {
      unsafe memory.start.storeBytes(of: word, toByteOffset: index * 2, as: UInt16.self)
    }
    return memory
  }

  private func words(_ memory: PanelMemory, count: Int) -> [UInt16] {
    (0..<count).map { unsafe memory.start.load(fromByteOffset: $0 * 2, as: UInt16.self) }
  }

  /// The panel in 12 bits, added in blocks; nil where its exponents are too many.
  private func compact(_ panel: PanelMemory, inner: Int, exponents: UInt8, block: Int) -> PanelMemory? {
    let memory = PanelMemory.made(panelBytes: kernel_compact_bytes(inner))
    unsafe kernel_begin_compact(exponents, inner, memory.start)
    for first in stride(from: 0, to: inner, by: block) {
      let count = min(block, inner - first)
      if unsafe kernel_compact_panel(panel.start + first * 128, first, count, inner, memory.start) == 0 { return nil }
    }
    return memory
  }

  /// BF16 of numbers in -1..<1, and now and then one of a few others.
  private func weights(_ count: Int, rareValues: [UInt16], seed: UInt64) -> [UInt16] {
    var values = Values(seed: seed)
    return values.array(count).enumerated().map { index, value in
      index % 401 == 7 ? rareValues[index / 401 % rareValues.count] : UInt16(value.bitPattern >> 16)
    }
  }

  @Test(arguments: [256, 300, 515]) func everyElementComesBackAsItWas(inner: Int) {
    let padded = inner + inner % 2
    let words = weights(
      padded * 64, rareValues: [0, 0x8000, 1, 0x807f, 0x7f80, 0xffc1, 0x0080, 0x7f7f, 0xc2f6, 0x2000], seed: 31)
    let panel = panel(words)
    let exponents = unsafe kernel_compact_exponents(panel.start, words.count / 3, 3)
    // The exponents of 2^-13 to 2^-1, halved.
    #expect(exponents == 57)
    var compacts: [PanelMemory?] = []
    onEveryInstructionSet { _ in compacts.append(compact(panel, inner: inner, exponents: exponents, block: 128)) }
    onEveryInstructionSet { name in
      for compact in compacts {
        guard let compact else {
          Issue.record("\(name): the weights have not too many exponents")
          continue
        }
        for (first, count) in [(0, inner), (128, inner - 128), (64, 66), (inner - inner % 2 - 2, 2)] {
          let expanded = PanelMemory.made(panelBytes: padded * 128)
          unsafe kernel_expand_panel(compact.start, first, count, inner, expanded.start)
          let wanted = words[(first * 64)..<((first + count + count % 2) * 64)]
          #expect(self.words(expanded, count: wanted.count) == Array(wanted), "\(name) \(first)")
        }
      }
    }
  }

  @Test func elementsOfAllExponentsAreRefused() {
    var values = Values(seed: 32)
    let panel = panel((0..<256 * 64).map { _ in UInt16(truncatingIfNeeded: Int(values.next() * 32768)) })
    let exponents = unsafe kernel_compact_exponents(panel.start, 256 * 64, 1)
    onEveryInstructionSet { name in
      #expect(compact(panel, inner: 256, exponents: exponents, block: 256) == nil, "\(name)")
    }
  }

  /// Bit for bit, in the specification and in instruction sets that have a product of their own.
  @Test(arguments: [1, 5, 7, 16, 17, 29, 32, 33, 40, 47, 48], [256, 301, 1340, 5000])
  func productsAreThoseOfPlainPanels(rows: Int, inner: Int) throws {
    let padded = inner + inner % 2
    let panel = panel(weights(padded * 64, rareValues: [0, 0x8000, 0x2000, 0xa123, 0x4234, 0xc000], seed: 33))
    let compact = try #require(self.compact(panel, inner: inner, exponents: 57, block: 640))
    var values = Values(seed: 34)
    let terms = StoredTensor(values.array(3 * rows * padded), shape: [3 * rows, padded], dtype: .bfloat16)
    onEveryInstructionSet { name in
      guard kernel_multiplies_compact() != 0 || name == "scalar", rows <= kernel_few_rows(KERNEL_INPUT_BFLOAT16) else {
        return
      }
      for accumulates in [Int32(0), 1] {
        for termCount in 1...KERNEL_SPLIT_TERMS {
          let found = Matrix(rows: rows, columns: 70, values: [Float](repeating: 0.5, count: rows * 70))
          let expected = Matrix(copying: found)
          let input = unsafe kernel_bfloat16_rows(
            start: UnsafeMutablePointer(mutating: terms.base.assumingMemoryBound(to: UInt16.self)), stride: padded,
            terms: termCount, term_stride: rows * padded)
          var product = unsafe kernel_product(
            rows: rows, panel: panel.start, inner: padded, output: MatrixRows(expected).kernelRows(), columns: 64,
            accumulates: accumulates, next: nil)
          unsafe kernel_multiply_panel_bfloat16(input, product)
          unsafe product.panel = UnsafeRawPointer(compact.start)
          unsafe product.inner = inner
          unsafe product.output = MatrixRows(found).kernelRows()
          unsafe product.next = UnsafeRawPointer(compact.start)
          unsafe kernel_multiply_compact(input, product)
          #expect(found.array == expected.array, "\(name) \(accumulates) \(termCount)")
        }
      }
    }
  }

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
