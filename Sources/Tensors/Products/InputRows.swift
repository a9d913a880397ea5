import CKernels

// The forms of a product's input. Threads that set rows are given disjoint parts of them.

/// Rows of floats.
@safe struct FloatRows: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  /// Elements from row to row.
  let stride: Int
  let columns: Int

  /// Whole lines of the caches; rows a power of two apart would share few sets of these.
  static func stride(_ columns: Int) -> Int { (columns + 15) / 16 * 16 + 16 }

  func at(row: Int, column: Int = 0) -> UnsafeMutablePointer<Float> { unsafe start + (row * stride + column) }

  /// The rows from `row` on.
  func from(row: Int) -> FloatRows { unsafe FloatRows(start: at(row: row), stride: stride, columns: columns) }

  /// Copies `source` over some columns of some rows.
  func copy(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    for (index, row) in rows.enumerated() {
      // Safe: the rows have these columns, and the source as many.
      unsafe at(row: row, column: columns.lowerBound).update(from: source.at(row: index), count: columns.count)
    }
  }

  /// Copies `rows` rows of `source` over the first ones of these, past the caches: to be written there, what lies in these
  /// rows would be read first, and take the place of what is multiplied.
  func copyPastCaches(_ source: FloatRows, rows: Int) {
    let bytes = MemoryLayout<Float>.stride
    // Safe: the source has as many rows and columns.
    unsafe kernel_copy_past_caches(source.start, source.stride * bytes, start, stride * bytes, rows, columns * bytes)
  }
}

/// Rows in BF16: rounded, or as parts whose sum they are, the largest first.
@safe struct PairRows: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  private let columns: Int
  /// Elements from row to row.
  let stride: Int
  /// Parts of each row; 1 where rows are rounded.
  let partCount: Int
  /// Elements from part to part.
  let partStride: Int

  @unsafe init(_ start: UnsafeMutableRawPointer, _ columns: Int, partCount: Int, partRows: Int) {
    unsafe self.start = start
    self.columns = columns
    self.partCount = partCount
    stride = Self.stride(columns)
    partStride = partRows * stride
  }

  /// The same memory with several parts as one.
  func stacked(_ stack: PartStack) -> PairRows {
    // Safe: a stack's parts lie behind each other, and memory for them ends with the zeros of its last one.
    unsafe PairRows(start, columns, partCount: stack.partCount, partRows: stack.rows)
  }

  /// Rows a power of two apart would share few sets of the caches.
  static func stride(_ columns: Int) -> Int { (columns + 31) / 32 * 32 + 32 }

  func at(row: Int, column: Int) -> UnsafePointer<UInt16> {
    unsafe UnsafePointer(element(row: row, column: column, part: 0))
  }

  private func element(row: Int, column: Int, part: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe (start + (part * partStride + row * stride + column) * 2).assumingMemoryBound(to: UInt16.self)
  }

  /// Rounds or splits `source` to some columns of some rows.
  func round(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    for (index, row) in rows.enumerated() {
      // Safe: a row of pairs has room for its columns and one more, in each part, and the source has as many columns.
      let from = unsafe source.at(row: index)
      let to = unsafe element(row: row, column: columns.lowerBound, part: 0)
      if partCount == 1 {
        unsafe kernel_narrow(from, KERNEL_BFLOAT16, to, columns.count)
      } else {
        unsafe kernel_split(from, to, partStride, columns.count)
      }
      if columns.upperBound < self.columns || self.columns.isMultiple(of: 2) { continue }
      for part in 0..<partCount {
        unsafe element(row: row, column: self.columns, part: part).pointee = 0
      }
    }
  }
}

/// Rows in 8 bits: of each the values of its blocks, then what belongs to each block.
@safe struct ByteRows: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  private let blockCount: Int
  /// Bytes from row to row.
  let stride: Int

  @unsafe init(_ start: UnsafeMutableRawPointer, _ columns: Int) {
    unsafe self.start = start
    blockCount = Self.blocks(columns)
    stride = Self.stride(columns)
  }

  private static func blocks(_ columns: Int) -> Int { (columns + Int(KERNEL_INT8_BLOCK) - 1) / Int(KERNEL_INT8_BLOCK) }

  static func stride(_ columns: Int) -> Int {
    let needed = blocks(columns) * (Int(KERNEL_INT8_BLOCK) + MemoryLayout<kernel_int8_block>.stride)
    return (needed + 63) / 64 * 64 + 64
  }

  func values(row: Int, column: Int) -> UnsafeMutablePointer<Int8> {
    unsafe (start + row * stride + column).assumingMemoryBound(to: Int8.self)
  }

  func blocks(row: Int, column: Int) -> UnsafeMutablePointer<kernel_int8_block> {
    let block =
      blockCount * Int(KERNEL_INT8_BLOCK) + column / Int(KERNEL_INT8_BLOCK) * MemoryLayout<kernel_int8_block>.stride
    return unsafe (start + row * stride + block).assumingMemoryBound(to: kernel_int8_block.self)
  }

  /// Rounds `source` to some columns of some rows, which begin and end with blocks, or at the end of the rows.
  func round(_ source: FloatRows, _ rows: Range<Int>, _ columns: Range<Int>) {
    // Safe: each row has room for its blocks, and the source has as many rows and columns.
    unsafe kernel_quantize_rows(
      source.start, source.stride, rows.count, columns.count,
      values(row: rows.lowerBound, column: columns.lowerBound),
      blocks(row: rows.lowerBound, column: columns.lowerBound), stride)
  }
}
