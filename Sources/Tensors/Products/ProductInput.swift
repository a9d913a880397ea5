import CKernels
import Threading

/// The rows that are multiplied: as floats, and rounded where that is wanted.
@safe struct ProductInput: @unchecked Sendable {
  /// The rows as they are; only where asked for.
  let floats: FloatRows
  /// The same rows in BF16, rounded or in parts, an odd last column followed by a zero; only where asked for.
  private(set) var pairs: PairRows
  /// The same rows in 8 bits; only where asked for.
  let bytes: ByteRows

  // What `set` sets.
  private let setsFloats: Bool
  private let setsPairs: Bool
  private let setsBytes: Bool

  /// `rows` rows that lie at `floats`, rounded on all threads.
  ///
  /// - Parameter memory: holds the rounded rows, and grows as needed.
  init(_ floats: FloatRows, rows: Int, forms: Set<InputForm>, memory: inout InputMemory, parallel: ParallelFor) {
    let rounded = forms.subtracting([.floats])
    self.init(floats, rows: rows, forms: rounded, memory: &memory)
    if rounded.isEmpty { return }
    parallel.inChunks(of: rows, minimum: 16) { [self] chunk in
      set(rows: chunk, columns: 0..<floats.columns, to: floats.from(row: chunk.lowerBound))
    }
  }

  /// `rows` rows of `columns` columns, all of `memory`, for `set` to fill.
  init(rows: Int, columns: Int, forms: Set<InputForm>, memory: inout InputMemory) {
    self.init(
      memory.floats(rows: forms.contains(.floats) ? rows : 0, columns: columns), rows: rows, forms: forms,
      memory: &memory)
  }

  private init(_ floats: FloatRows, rows: Int, forms: Set<InputForm>, memory: inout InputMemory) {
    let isSplit = forms.contains(.parts)
    precondition(!isSplit || !forms.contains(.pairs), "pairs are either rounded or parts")
    self.floats = floats
    setsFloats = forms.contains(.floats)
    setsPairs = isSplit || forms.contains(.pairs)
    setsBytes = forms.contains(.bytes)
    pairs = memory.pairs(rows: setsPairs ? rows : 0, columns: floats.columns, isSplit: isSplit)
    bytes = memory.bytes(rows: setsBytes ? rows : 0, columns: floats.columns)
  }

  /// The same with several parts as one.
  func stacked(_ stack: PartStack) -> ProductInput {
    var input = self
    input.pairs = pairs.stacked(stack)
    return input
  }

  /// Sets some columns of some rows in all forms; where there are 8 bits, the columns begin and end with blocks of them.
  func set(rows: Range<Int>, columns: Range<Int>, to values: FloatRows) {
    if setsFloats { floats.copy(values, rows, columns) }
    if setsPairs { pairs.round(values, rows, columns) }
    if setsBytes { bytes.round(values, rows, columns) }
  }
}

/// Memory of the rows of an input, kept from product to product.
struct InputMemory: ~Copyable {
  private var floats = Matrix(rows: 0, columns: 0)
  private var pairs = Matrix(rows: 0, columns: 0)
  private var bytes = Matrix(rows: 0, columns: 0)

  /// Room for `rows` rows of `columns` floats.
  mutating func floats(rows: Int, columns: Int) -> FloatRows {
    let stride = FloatRows.stride(columns)
    if floats.count < rows * stride { floats = Matrix(rows: 1, columns: rows * stride) }
    return unsafe FloatRows(start: floats.storage, stride: stride, columns: columns)
  }

  /// Room for `rows` rows of `columns` BF16, or of their parts.
  mutating func pairs(rows: Int, columns: Int, isSplit: Bool) -> PairRows {
    let partCount = isSplit ? Int(KERNEL_PARTS) : 1
    let zeroRows = isSplit ? PartStack(rows: rows)?.zeroRows ?? 0 : 0
    let rowFloats = PairRows.stride(columns) / 2
    let used = rows * partCount * rowFloats
    if pairs.count < used + zeroRows * rowFloats { pairs = Matrix(rows: 1, columns: used + zeroRows * rowFloats) }
    // Safe: there is memory for both.
    unsafe (pairs.storage + used).update(repeating: 0, count: zeroRows * rowFloats)
    return unsafe PairRows(UnsafeMutableRawPointer(pairs.storage), columns, partCount: partCount, partRows: rows)
  }

  /// Room for `rows` rows of `columns` bytes.
  mutating func bytes(rows: Int, columns: Int) -> ByteRows {
    let floats = rows * ByteRows.stride(columns) / 4
    if bytes.count < floats { bytes = Matrix(rows: 1, columns: floats) }
    return unsafe ByteRows(UnsafeMutableRawPointer(bytes.storage), columns)
  }
}
