import CKernels
import Threading

/// The rows that are multiplied: as floats, and rounded or split where products read them so.
@safe struct ProductInput: @unchecked Sendable {
  /// The rows as they are; only where asked for.
  let float32: FloatRows
  /// The same rows in BF16, rounded or split, an odd last column followed by a zero; only where asked for.
  private(set) var bfloat16: BFloat16Rows
  /// The same rows in 8 bits; only where asked for.
  let int8: Int8Rows

  // What `set` sets.
  private let setsFloat32: Bool
  private let setsBFloat16: Bool
  private let setsInt8: Bool

  /// `rows` rows that lie at `floats`, rounded on all threads.
  ///
  /// - Parameter memory: holds the rounded rows, and grows as needed.
  init(_ floats: FloatRows, rows: Int, forms: Set<InputForm>, memory: inout InputMemory, parallel: ParallelFor) {
    let rounded = forms.subtracting([.float32])
    self.init(floats, rows: rows, forms: rounded, memory: &memory)
    if rounded.isEmpty { return }
    parallel.inChunks(of: rows, minimum: 16) { [self] chunk in
      set(rows: chunk, columns: 0..<floats.columns, to: floats.from(row: chunk.lowerBound))
    }
  }

  /// `rows` rows of `columns` columns, all of `memory`, for `set` to fill.
  init(rows: Int, columns: Int, forms: Set<InputForm>, memory: inout InputMemory) {
    self.init(
      memory.float32(rows: forms.contains(.float32) ? rows : 0, columns: columns), rows: rows, forms: forms,
      memory: &memory)
  }

  private init(_ floats: FloatRows, rows: Int, forms: Set<InputForm>, memory: inout InputMemory) {
    let isSplit = forms.contains(.bfloat16x3)
    precondition(!isSplit || !forms.contains(.bfloat16), "rows in BF16 are either rounded or split")
    self.float32 = floats
    setsFloat32 = forms.contains(.float32)
    setsBFloat16 = isSplit || forms.contains(.bfloat16)
    setsInt8 = forms.contains(.int8)
    bfloat16 = memory.bfloat16(rows: setsBFloat16 ? rows : 0, columns: floats.columns, isSplit: isSplit)
    int8 = memory.int8(rows: setsInt8 ? rows : 0, columns: floats.columns)
  }

  /// The same with several terms as one.
  func stacked(_ stack: TermStack) -> ProductInput {
    var input = self
    input.bfloat16 = bfloat16.stacked(stack)
    return input
  }

  /// Sets some columns of some rows in all forms. If one of them is 8 bits, the columns begin and end with whole
  /// blocks.
  func set(rows: Range<Int>, columns: Range<Int>, to values: FloatRows) {
    if setsFloat32 { float32.copy(values, rows, columns) }
    if setsBFloat16 { bfloat16.round(values, rows, columns) }
    if setsInt8 { int8.round(values, rows, columns) }
  }
}

/// Memory of the rows of an input, kept from product to product.
struct InputMemory: ~Copyable {
  private var float32 = Matrix(rows: 0, columns: 0)
  private var bfloat16 = Matrix(rows: 0, columns: 0)
  private var int8 = Matrix(rows: 0, columns: 0)

  /// Room for `rows` rows of `columns` floats.
  mutating func float32(rows: Int, columns: Int) -> FloatRows {
    let stride = FloatRows.stride(columns)
    if float32.count < rows * stride { float32 = Matrix(rows: 1, columns: rows * stride) }
    return unsafe FloatRows(start: float32.storage, stride: stride, columns: columns)
  }

  /// Room for `rows` rows of `columns` BF16, or of their terms.
  mutating func bfloat16(rows: Int, columns: Int, isSplit: Bool) -> BFloat16Rows {
    let termCount = isSplit ? KERNEL_SPLIT_TERMS : 1
    let zeroRows = isSplit ? TermStack(rows: rows)?.zeroRows ?? 0 : 0
    let rowFloats = BFloat16Rows.stride(columns) / 2
    let used = rows * termCount * rowFloats
    if bfloat16.count < used + zeroRows * rowFloats {
      bfloat16 = Matrix(rows: 1, columns: used + zeroRows * rowFloats)
    }
    // Safe: there is memory for both.
    unsafe (bfloat16.storage + used).update(repeating: 0, count: zeroRows * rowFloats)
    return unsafe BFloat16Rows(
      UnsafeMutableRawPointer(bfloat16.storage), columns, termCount: termCount, termRows: rows)
  }

  /// Room for `rows` rows of `columns` bytes.
  mutating func int8(rows: Int, columns: Int) -> Int8Rows {
    let floats = rows * Int8Rows.stride(columns) / 4
    if int8.count < floats { int8 = Matrix(rows: 1, columns: floats) }
    return unsafe Int8Rows(UnsafeMutableRawPointer(int8.storage), columns)
  }
}
