import CKernels
import Testing

@testable import Tensors

/// Every kernel that an instruction set implements in its own way, against the specification in plain C, for every
/// instruction set of this processor.
@Suite struct InstructionSetTests {
  /// What `compute` writes over `count` NaNs with the kernels of that instruction set.
  private func run(_ name: String, count: Int, _ compute: (UnsafeMutablePointer<Float>) -> Void) -> [Float]? {
    let before = InstructionSet.current
    guard InstructionSet.use(name) else { return nil }
    defer { _ = InstructionSet.use(before) }
    var output = [Float](repeating: .nan, count: count)
    // Safe: the kernels write `count` elements.
    unsafe output.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { unsafe compute(start) }
    }
    return output
  }

  /// The largest difference from the specification over all instruction sets, in units of 1 + the magnitude; infinite
  /// where one writes what the other leaves alone.
  private func largestDifference(count: Int, _ compute: (UnsafeMutablePointer<Float>) -> Void) -> Float {
    guard let expected = unsafe run("scalar", count: count, compute) else { return .infinity }
    var largest: Float = 0
    for name in InstructionSet.names {
      guard let found = unsafe run(name, count: count, compute) else { continue }
      for (found, expected) in zip(found, expected) where !(found.isNaN && expected.isNaN) {
        let difference = abs(found - expected) / (1 + abs(expected))
        largest = max(largest, difference.isNaN ? .infinity : difference)
      }
    }
    return largest
  }

  @Test func anUnknownInstructionSetIsRefused() {
    let before = InstructionSet.current
    #expect(!InstructionSet.use("sse9"))
    #expect(InstructionSet.current == before)
    #expect(InstructionSet.use("scalar"))
    #expect(InstructionSet.current == "scalar")
    #expect(InstructionSet.use(before))
  }

  @Test(arguments: [KERNEL_BFLOAT16, KERNEL_FLOAT16, KERNEL_FLOAT32])
  func productsOfEightBitsEqualTheSpecification(element: kernel_element) {
    var values = Values(seed: 22)
    for (rows, inner, weightRows) in [
      (1, 1, 1), (5, 3, 64), (6, 128, 64), (7, 300, 63), (13, 256, 17), (40, 640, 64),
      (4, 300, 64), (16, 260, 48), (20, 390, 64), (33, 260, 64), (36, 390, 64), (47, 128, 48), (49, 260, 64),
    ] {
      let input = values.matrix(rows, inner + 3)
      let dtype: DType = element == KERNEL_FLOAT32 ? .float32 : element == KERNEL_FLOAT16 ? .float16 : .bfloat16
      let weight = StoredTensor(values.array(weightRows * (inner + 2)), shape: [weightRows, inner + 2], dtype: dtype)
      let blocks = (inner + 127) / 128
      let inputStride = blocks * 136 + 64
      let stride = weightRows + 5
      let panel = PanelMemory.made(panelBytes: blocks * 64 * 132)
      let quantized = PanelMemory.made(panelBytes: rows * inputStride)
      let rounded = unsafe kernel_int8_rows(
        values: quantized.start.assumingMemoryBound(to: Int8.self),
        blocks: (quantized.start + blocks * 128).assumingMemoryBound(to: kernel_int8_block.self), stride: inputStride)
      for accumulates in [Int32(0), 1] {
        let difference = unsafe largestDifference(count: rows * stride) { output in
          for row in 0..<rows { for column in 0..<weightRows { unsafe output[row * stride + column] = Float(column) } }
          unsafe kernel_pack_panel_int8(
            kernel_weights(start: weight.base, element: element, stride: inner + 2), weightRows, inner, panel.start)
          unsafe kernel_quantize_rows(MatrixRows(input).kernelRows(), rows, inner, rounded)
          unsafe kernel_multiply_panel_int8(
            rounded,
            kernel_product(
              rows: rows, panel: panel.start, inner: blocks * 128,
              output: kernel_rows(start: output, stride: stride), columns: weightRows, accumulates: accumulates,
              next: panel.start))
        }
        #expect(difference < 1e-5, "\(rows) \(inner) \(weightRows)")
      }
    }
  }

  @Test(arguments: [KERNEL_BFLOAT16, KERNEL_FLOAT16, KERNEL_FLOAT32])
  func productsWithPanelsEqualTheSpecification(element: kernel_element) {
    var values = Values(seed: 21)
    for (rows, inner, weightRows) in [
      (1, 1, 1), (5, 3, 64), (6, 64, 64), (7, 67, 63), (13, 33, 17), (40, 96, 64), (16, 68, 64), (32, 32, 32),
      (33, 46, 48), (70, 130, 16), (23, 62, 64), (81, 64, 64), (64, 34, 48),
      // A few rows take long panels in blocks, or as a whole where they are read once.
      (6, 300, 64), (8, 258, 64), (9, 301, 48), (12, 390, 64), (11, 260, 30), (10, 280, 16), (16, 300, 64),
      (17, 260, 48), (20, 390, 64), (24, 258, 30), (33, 260, 64), (36, 390, 64), (40, 270, 48), (47, 262, 32),
      (48, 256, 64), (49, 260, 64),
    ] {
      let input = values.matrix(rows, inner + 3)
      let rounded = values.array((rows + 1) * inner)
      let width = element == KERNEL_FLOAT32 ? 4 : 2
      let dtype: DType = element == KERNEL_FLOAT32 ? .float32 : element == KERNEL_FLOAT16 ? .float16 : .bfloat16
      // Two elements more in each row than are multiplied.
      let weight = StoredTensor(
        values.array(weightRows * (inner + 2)), shape: [weightRows, inner + 2], dtype: dtype)
      let stride = weightRows + 5
      let panel = PanelMemory.made(panelBytes: (inner + 1) * 64 * width)
      let weights = unsafe kernel_weights(start: weight.base, element: element, stride: inner + 2)
      for accumulates in [Int32(0), 1] {
        func product(_ output: UnsafeMutablePointer<Float>) -> kernel_product {
          unsafe kernel_product(
            rows: rows, panel: panel.start, inner: inner, output: kernel_rows(start: output, stride: stride),
            columns: weightRows, accumulates: accumulates, next: panel.start)
        }
        let difference = unsafe largestDifference(count: rows * stride) { output in
          if accumulates != 0 {
            for row in 0..<rows {
              for column in 0..<weightRows { unsafe output[row * stride + column] = Float(row - column) / 10 }
            }
          }
          unsafe kernel_pack_panel(weights, weightRows, inner, panel.start)
          unsafe kernel_multiply_panel(MatrixRows(input).kernelRows(), element, product(output))
        }
        #expect(difference < 1e-5, "\(rows) \(inner) \(weightRows)")
        if element != KERNEL_BFLOAT16 || !inner.isMultiple(of: 2) { continue }
        let pairs = StoredTensor(rounded, shape: [rounded.count], dtype: .bfloat16)
        let pairDifference = unsafe largestDifference(count: rows * stride) { output in
          if accumulates != 0 {
            for row in 0..<rows {
              for column in 0..<weightRows { unsafe output[row * stride + column] = 1 }
            }
          }
          unsafe kernel_pack_panel(weights, weightRows, inner, panel.start)
          let input = unsafe kernel_bfloat16_rows(
            start: UnsafeMutablePointer(mutating: pairs.base.assumingMemoryBound(to: UInt16.self)), stride: inner / 2,
            terms: 1, term_stride: 0)
          unsafe kernel_multiply_panel_bfloat16(input, product(output))
        }
        #expect(pairDifference < 1e-5, "\(rows) \(inner) \(weightRows)")
        let terms = PanelMemory.made(panelBytes: 3 * rows * inner * 2)
        let termDifference = unsafe largestDifference(count: rows * stride) { output in
          for index in 0..<rows * stride where index % stride < weightRows { unsafe output[index] = 1 }
          let first = unsafe terms.start.assumingMemoryBound(to: UInt16.self)
          for row in 0..<rows {
            unsafe kernel_split(input.storage + row * (inner + 3), first + row * inner, rows * inner, inner)
          }
          unsafe kernel_pack_panel(weights, weightRows, inner, panel.start)
          let input = unsafe kernel_bfloat16_rows(start: first, stride: inner, terms: 3, term_stride: rows * inner)
          unsafe kernel_multiply_panel_bfloat16(input, product(output))
        }
        #expect(termDifference < 1e-5, "\(rows) \(inner) \(weightRows)")
      }
    }
  }

  @Test func panelsHoldTheWeightAndZerosWhateverTheInstructionSet() {
    var values = Values(seed: 22)
    for (weightRows, inner) in [(64, 64), (64, 37), (30, 33)] {
      let weight = StoredTensor(values.array(weightRows * inner), shape: [weightRows, inner], dtype: .float32)
      let difference = unsafe largestDifference(count: inner * 64) { output in
        unsafe kernel_pack_panel(
          kernel_weights(start: weight.base, element: KERNEL_FLOAT32, stride: inner), weightRows, inner, output)
      }
      #expect(difference == 0)
    }
  }

  @Test func attentionEqualsTheSpecification() {
    var values = Values(seed: 23)
    let shapes = [
      (1, 8, 1, 1), (70, 80, 1, 1), (9, 40, 200, 0), (64, 128, 65, 1), (300, 80, 75, 0), (300, 24, 1, 1), (5, 7, 6, 1),
    ]
    for (rows, dimension, visible, step) in shapes {
      let keys = visible + (rows - 1) * step
      let input = values.matrix(max(rows, keys), 3 * dimension, scale: 2)
      let heads = MatrixRows(input)
      for mayRound in [Int32(0), 1] {
        let difference = unsafe largestDifference(count: rows * (dimension + 1)) { output in
          unsafe kernel_attention(
            kernel_attention_head(
              queries: heads.kernelRows(0, 0), keys: heads.kernelRows(0, dimension),
              values: heads.kernelRows(0, 2 * dimension), output: kernel_rows(start: output, stride: dimension + 1),
              query_rows: rows, head_dimension: dimension, scale: 0.3, visible: visible, visible_step: step,
              rounds_to_bfloat16: mayRound))
        }
        // Both sum in orders of their own: a score of 8 to 16, some units of whose last place (9.5e-7) differ, moves its
        // weight by as much, and values are up to 2. Scores of a few units, rounded to eight bits, move the weights by
        // some percent.
        #expect(difference < (mayRound == 0 ? 6e-6 : 0.05), "\(rows) \(dimension)")
      }
    }
  }

  @Test func exponentialsEqualTheSpecificationOverTheWholeRange() {
    let count = 20_003
    let gates = Matrix(rows: 1, columns: count, values: (0..<count).map { (Float($0) / 10_001 - 1) * 110 })
    let ones = Matrix(rows: 1, columns: count, values: [Float](repeating: 1, count: count))
    let difference = unsafe largestDifference(count: count) { output in
      unsafe kernel_swiglu(gates.storage, ones.storage, output, count)
    }
    #expect(difference < 3e-7)
  }

  @Test(arguments: [1, 7, 16, 33, 83, 515]) func loopsEqualTheSpecification(columns: Int) {
    var values = Values(seed: 24)
    let rows = 3
    let count = rows * columns
    let input = values.matrix(rows, 2 * columns, scale: 9)
    let rowsOfInput = unsafe kernel_rows(start: input.storage, stride: columns)
    let weight = values.matrix(1, columns)
    let angles = values.matrix(rows, columns)
    let loops: [(String, (UnsafeMutablePointer<Float>) -> Void)] = unsafe [
      (
        "norm",
        { output in
          let output = unsafe kernel_rows(start: output, stride: columns)
          unsafe kernel_rms_norm(rowsOfInput, weight.storage, 1e-6, output, rows, columns)
        }
      ),
      ("mean", { unsafe kernel_mean_of_rows(rowsOfInput, rows, columns, $0) }),
      (
        "broadcast",
        { unsafe kernel_broadcast_row(weight.storage, kernel_rows(start: $0, stride: columns), rows, columns, 0) }
      ),
      (
        "in place",
        { output in
          unsafe kernel_widen(input.storage, KERNEL_FLOAT32, output, 2 * count)
          unsafe kernel_add(output, input.storage + 1, count)
          unsafe kernel_scale(output, 0.3, count)
          let narrow = unsafe kernel_rows(start: output, stride: columns)
          let wide = unsafe kernel_rows(start: output, stride: 2 * columns)
          unsafe kernel_broadcast_row(weight.storage, narrow, rows, columns, 1)
          unsafe kernel_rotate_halves(wide, rows, 1, 2 * columns, angles.storage, angles.storage)
          unsafe kernel_gelu(output, count)
          unsafe kernel_normalize_rows(narrow, rows, columns, 1e-12)
        }
      ),
    ]
    for index in unsafe loops.indices {
      let (name, loop) = unsafe loops[index]
      let difference = unsafe largestDifference(count: 2 * count, loop)
      #expect(difference < 1e-6, "\(name)")
    }
    let memory = PanelMemory.made(panelBytes: 3 * count * 2)
    let terms = unsafe memory.start.assumingMemoryBound(to: UInt16.self)
    let split = unsafe largestDifference(count: 3 * count) { output in
      unsafe kernel_split(input.storage, terms, count, count)
      unsafe kernel_widen(terms, KERNEL_BFLOAT16, output, 3 * count)
    }
    let sums = (0..<count).map { index in
      // Safe: there are three terms of `count` elements.
      (0..<3).reduce(Float(0)) { unsafe $0 + Float(bitPattern: UInt32(terms[$1 * count + index]) << 16) }
    }
    #expect(split == 0 && sums == Array(input.array.prefix(count)))
    for element in [KERNEL_BFLOAT16, KERNEL_FLOAT16] {
      let narrow = PanelMemory.made(panelBytes: count * 2)
      let converted = unsafe largestDifference(count: count) { output in
        unsafe kernel_narrow(input.storage, element, narrow.start, count)
        unsafe kernel_widen(narrow.start, element, output, count)
      }
      #expect(converted == 0)
    }
  }

  @Test(arguments: [Int32(0), 1]) func groupsOfRowsAreAddedToEachOther(accumulates: Int32) {
    let (groups, rows, columns, stride) = (3, 5, 37, 40)
    var values = Values(seed: 26)
    let sums = values.matrix(groups * rows, 64)
    for name in InstructionSet.names {
      let found = unsafe run(name, count: rows * stride) { output in
        unsafe output.update(repeating: 2, count: rows * stride)
        unsafe kernel_add_groups(
          sums.storage, groups, rows, kernel_rows(start: output, stride: stride), columns, accumulates)
      }
      let expected = (0..<rows * stride).map { index -> Float in
        let (row, column) = index.quotientAndRemainder(dividingBy: stride)
        if column >= columns { return 2 }
        let last = sums[2 * rows + row, column]
        return (accumulates == 0 ? last : 2 + last) + sums[rows + row, column] + sums[row, column]
      }
      #expect(found == nil || found == expected, "\(name)")
    }
  }

  @Test(arguments: [0, 1]) func copiesPastTheCachesLeaveWhatIsBetweenTheRows(offset: Int) {
    let (rows, columns, stride) = (3, 37, 48)
    var values = Values(seed: 25)
    let source = values.matrix(rows, columns)
    let expected = (0..<rows * stride).map { index in
      index % stride < columns ? source[index / stride, index % stride] : -1
    }
    for name in InstructionSet.names {
      let found = unsafe run(name, count: rows * stride) { output in
        // Whether the rows begin with lines of the caches must not matter.
        let memory = Matrix(rows: rows, columns: stride + 1)
        let start = unsafe memory.storage + offset
        unsafe start.update(repeating: -1, count: rows * stride)
        unsafe kernel_copy_past_caches(
          MatrixRows(source).kernelRows(), kernel_rows(start: start, stride: stride), rows, columns)
        unsafe output.update(from: start, count: rows * stride)
      }
      #expect(found == nil || found == expected, "\(name)")
    }
  }
}
