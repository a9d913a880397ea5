import CKernels
import Threading

/// The rows that are multiplied: as floats, and rounded where that is wanted.
@safe struct ProductInput: @unchecked Sendable {
  let floats: UnsafeMutablePointer<Float>
  let floatStride: Int
  /// The same rows in BF16, rounded or in parts, an odd last column followed by a zero; only where asked for.
  let pairs: PairRows
  /// The same rows in 8 bits; only where asked for.
  let bytes: ByteRows

  /// `rows` rows of `columns` floats.
  ///
  /// - Parameter memory: holds the rounded rows, and grows as needed.
  @unsafe init(
    _ floats: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, forms: Set<InputForm>,
    memory: inout RoundedMemory, parallel: ParallelFor
  ) {
    unsafe self.floats = floats
    floatStride = stride
    let source = unsafe FloatRows(start: floats, stride: stride, columns: columns)
    let isSplit = forms.contains(.parts)
    precondition(!isSplit || !forms.contains(.pairs), "pairs are either rounded or parts")
    let hasPairs = isSplit || forms.contains(.pairs)
    let pairs = memory.pairs(rows: hasPairs ? rows : 0, columns: columns, isSplit: isSplit)
    let bytes = memory.bytes(rows: forms.contains(.bytes) ? rows : 0, columns: columns)
    self.pairs = pairs
    self.bytes = bytes
    if hasPairs { parallel.inChunks(of: rows, minimum: 16) { pairs.round(source, $0) } }
    if forms.contains(.bytes) { parallel.inChunks(of: rows, minimum: 16) { bytes.round(source, $0) } }
  }
}

/// Memory of rounded rows, kept from product to product.
struct RoundedMemory: ~Copyable {
  private var pairs = Matrix(rows: 0, columns: 0)
  private var bytes = Matrix(rows: 0, columns: 0)

  /// Room for `rows` rows of `columns` BF16, or of their parts.
  mutating func pairs(rows: Int, columns: Int, isSplit: Bool) -> PairRows {
    let partStride = isSplit ? rows * PairRows.stride(columns) : 0
    let floats = (rows * PairRows.stride(columns) * (isSplit ? Int(KERNEL_PARTS) : 1) + 1) / 2
    if pairs.count < floats { pairs = Matrix(rows: 1, columns: floats) }
    return unsafe PairRows(UnsafeMutableRawPointer(pairs.storage), columns, partStride: partStride)
  }

  /// Room for `rows` rows of `columns` bytes.
  mutating func bytes(rows: Int, columns: Int) -> ByteRows {
    let floats = rows * ByteRows.stride(columns) / 4
    if bytes.count < floats { bytes = Matrix(rows: 1, columns: floats) }
    return unsafe ByteRows(UnsafeMutableRawPointer(bytes.storage), columns)
  }
}

/// Rows of floats that are rounded.
@safe struct FloatRows: @unchecked Sendable {
  let start: UnsafeMutablePointer<Float>
  let stride: Int
  let columns: Int
}

/// Rows in BF16: rounded, or as parts whose sum they are, the largest first.
@safe struct PairRows: @unchecked Sendable {
  private let start: UnsafeMutableRawPointer
  /// Elements from row to row.
  let stride: Int
  /// Elements from part to part; 0 where rows are rounded.
  let partStride: Int

  @unsafe init(_ start: UnsafeMutableRawPointer, _ columns: Int, partStride: Int) {
    unsafe self.start = start
    stride = Self.stride(columns)
    self.partStride = partStride
  }

  /// Rows a power of two apart would share few sets of the caches.
  static func stride(_ columns: Int) -> Int { (columns + 31) / 32 * 32 + 32 }

  func at(row: Int, column: Int) -> UnsafePointer<UInt16> {
    unsafe UnsafePointer(element(row: row, column: column, part: 0))
  }

  private func element(row: Int, column: Int, part: Int) -> UnsafeMutablePointer<UInt16> {
    unsafe (start + (part * partStride + row * stride + column) * 2).assumingMemoryBound(to: UInt16.self)
  }

  /// Rounds or splits some rows of `source`.
  func round(_ source: FloatRows, _ rows: Range<Int>) {
    for row in rows {
      // Safe: a row of pairs has room for its columns and one more, in each part; no two calls have a row in common.
      let from = unsafe source.start + row * source.stride
      let to = unsafe element(row: row, column: 0, part: 0)
      if partStride == 0 {
        unsafe kernel_narrow(from, KERNEL_BFLOAT16, to, source.columns)
      } else {
        unsafe kernel_split(from, to, partStride, source.columns)
      }
      if source.columns.isMultiple(of: 2) { continue }
      for part in 0..<(partStride == 0 ? 1 : Int(KERNEL_PARTS)) {
        unsafe element(row: row, column: source.columns, part: part).pointee = 0
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

  func values(row: Int, column: Int) -> UnsafePointer<Int8> {
    unsafe UnsafePointer((start + row * stride + column).assumingMemoryBound(to: Int8.self))
  }

  func blocks(row: Int, column: Int) -> UnsafePointer<kernel_int8_block> {
    let block =
      blockCount * Int(KERNEL_INT8_BLOCK) + column / Int(KERNEL_INT8_BLOCK) * MemoryLayout<kernel_int8_block>.stride
    return unsafe UnsafePointer((start + row * stride + block).assumingMemoryBound(to: kernel_int8_block.self))
  }

  /// Rounds some rows of `source`.
  func round(_ source: FloatRows, _ rows: Range<Int>) {
    // Safe: each row has room for its blocks; no two calls have a row in common.
    unsafe kernel_quantize_rows(
      source.start + rows.lowerBound * source.stride, source.stride, rows.count, source.columns,
      start + rows.lowerBound * stride, stride)
  }
}
