import CKernels

// The forms of a product's input. Threads that set rows are given disjoint ones.

/// Rows of floats.
@safe struct FloatRows: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  /// Elements from row to row.
  let stride: Int
  let columns: Int

  /// Whole cache lines, and one more: rows a power of two apart would share few sets of the caches.
  static func stride(_ columns: Int) -> Int { (columns + 15) / 16 * 16 + 16 }

  func at(row: Int, column: Int = 0) -> UnsafeMutablePointer<Float> { unsafe start + (row * stride + column) }

  /// The rows from `row` on.
  func from(row: Int) -> FloatRows { unsafe FloatRows(start: at(row: row), stride: stride, columns: columns) }

  /// The rows from `row` on, from `column` on, as kernels take them.
  func kernelRows(row: Int = 0, column: Int = 0) -> kernel_rows {
    unsafe kernel_rows(start: at(row: row, column: column), stride: stride)
  }

  /// Copies `source` over some columns of some rows.
  func copy(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    for (index, row) in rows.enumerated() {
      // Safe: the rows have these columns, and the source as many.
      unsafe at(row: row, column: columns.lowerBound).update(from: source.at(row: index), count: columns.count)
    }
  }

  /// Copies `rows` rows of `source` over the first ones of these, past the caches: otherwise these rows would be read
  /// before they are written, and take the place of what is multiplied.
  func copyPastCaches(_ source: FloatRows, rows: Int) {
    // Safe: the source has as many rows and columns.
    unsafe kernel_copy_past_caches(source.kernelRows(), kernelRows(), rows, columns)
  }
}

/// Rows in BF16: rounded, or split into terms whose sum they are, the largest first.
@safe struct BFloat16Rows: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  private let columns: Int
  /// Elements from row to row.
  let stride: Int
  /// Terms of each row; 1 where rows are rounded.
  let termCount: Int
  /// Elements from term to term.
  let termStride: Int

  @unsafe init(_ start: UnsafeMutableRawPointer, _ columns: Int, termCount: Int, termRows: Int) {
    unsafe self.start = start
    self.columns = columns
    self.termCount = termCount
    stride = Self.stride(columns)
    termStride = termRows * stride
  }

  /// The same memory with several terms as one.
  func stacked(_ stack: TermStack) -> BFloat16Rows {
    // Safe: a stack's terms lie behind each other, and memory for them ends with the zeros of its last one.
    unsafe BFloat16Rows(start, columns, termCount: stack.termCount, termRows: stack.rows)
  }

  /// Rows a power of two apart would share few sets of the caches.
  static func stride(_ columns: Int) -> Int { (columns + 31) / 32 * 32 + 32 }

  /// The rows from `row` on, from `column` on, as kernels take them.
  func kernelRows(row: Int, column: Int) -> kernel_bfloat16_rows {
    unsafe kernel_bfloat16_rows(
      start: element(row: row, column: column, term: 0), stride: stride, terms: termCount, term_stride: termStride)
  }

  private func element(row: Int, column: Int, term: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe (start + (term * termStride + row * stride + column) * 2).assumingMemoryBound(to: UInt16.self)
  }

  /// Rounds or splits `source` to some columns of some rows.
  func round(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    for (index, row) in rows.enumerated() {
      // Safe: a row has room for its columns and one more, in each term, and the source has as many columns.
      let from = unsafe source.at(row: index)
      let to = unsafe element(row: row, column: columns.lowerBound, term: 0)
      if termCount == 1 {
        unsafe kernel_narrow(from, KERNEL_BFLOAT16, to, columns.count)
      } else {
        unsafe kernel_split(from, to, termStride, columns.count)
      }
      if columns.upperBound < self.columns || self.columns.isMultiple(of: 2) { continue }
      for term in 0..<termCount {
        unsafe element(row: row, column: self.columns, term: term).pointee = 0
      }
    }
  }
}

/// Rows in 8 bits: of each the values of its blocks, then what belongs to each block.
@safe struct Int8Rows: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  private let blockCount: Int
  /// Bytes from row to row.
  let stride: Int

  @unsafe init(_ start: UnsafeMutableRawPointer, _ columns: Int) {
    unsafe self.start = start
    blockCount = Self.blocks(columns)
    stride = Self.stride(columns)
  }

  private static func blocks(_ columns: Int) -> Int { (columns + KERNEL_INT8_BLOCK - 1) / KERNEL_INT8_BLOCK }

  static func stride(_ columns: Int) -> Int {
    let needed = blocks(columns) * (KERNEL_INT8_BLOCK + MemoryLayout<kernel_int8_block>.stride)
    return (needed + 63) / 64 * 64 + 64
  }

  /// The rows from `row` on, from `column` on, where a block begins, as kernels take them.
  func kernelRows(row: Int, column: Int) -> kernel_int8_rows {
    let block =
      blockCount * KERNEL_INT8_BLOCK + column / KERNEL_INT8_BLOCK * MemoryLayout<kernel_int8_block>.stride
    let row = unsafe start + row * stride
    return unsafe kernel_int8_rows(
      values: (row + column).assumingMemoryBound(to: Int8.self),
      blocks: (row + block).assumingMemoryBound(to: kernel_int8_block.self), stride: stride)
  }

  /// Rounds `source` to some columns of some rows, which begin and end with blocks, or at the end of the rows.
  func round(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    // Safe: each row has room for its blocks, and the source has as many rows and columns.
    unsafe kernel_quantize_rows(
      source.kernelRows(), rows.count, columns.count, kernelRows(row: rows.lowerBound, column: columns.lowerBound))
  }
}
