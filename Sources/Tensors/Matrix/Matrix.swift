#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A matrix of `Float` in memory of its own: [rows, columns], row-major, without gaps, aligned to 64 bytes.
///
/// It is passed by borrowing or `inout`, never copied by accident; `Matrix(copying:)` copies.
@safe public struct Matrix: ~Copyable, @unchecked Sendable {
  /// The number of rows; may be 0.
  public let rows: Int
  /// The number of columns; may be 0.
  public let columns: Int

  let storage: UnsafeMutablePointer<Float>

  /// A matrix of zeros [rows, columns].
  public init(rows: Int, columns: Int) {
    self.init(uninitializedRows: rows, columns: columns)
    // Safe: the memory just allocated holds rows × columns elements.
    unsafe storage.initialize(repeating: 0, count: rows * columns)
  }

  /// A matrix of `values` [rows, columns], row-major.
  public init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) values are no matrix [\(rows), \(columns)]")
    self.init(uninitializedRows: rows, columns: columns)
    // Safe: both sides hold rows × columns elements.
    unsafe values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe storage.initialize(from: base, count: source.count) }
    }
  }

  /// A copy of `other`.
  public init(copying other: borrowing Matrix) {
    self.init(uninitializedRows: other.rows, columns: other.columns)
    // Safe: both matrices hold rows × columns elements and are distinct.
    unsafe storage.initialize(from: other.storage, count: other.count)
  }

  private init(uninitializedRows rows: Int, columns: Int) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    precondition(rows >= 0 && columns >= 0 && !overflow && count < Int.max / 8, "no matrix is [\(rows), \(columns)]")
    self.rows = rows
    self.columns = columns
    // Safe: freed in `deinit` alone; every access stays within rows × columns.
    unsafe storage = LargeMemory.allocate(byteCount: count * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: count)
  }

  deinit {
    // Safe: allocated in `init` with this alignment; `Float` needs no deinitialization.
    unsafe free(storage)
  }

  /// The same elements as [rows, columns], in the same memory; [4 cells, hidden] is [cells, 4 · hidden].
  public consuming func reshaped(rows: Int, columns: Int) -> Matrix {
    precondition(
      rows >= 0 && columns >= 0 && rows * columns == count,
      "[\(self.rows), \(self.columns)] cannot be read as [\(rows), \(columns)]")
    // Safe: this matrix gives its memory up, so that the other one alone frees it.
    let other = unsafe Matrix(taking: storage, rows: rows, columns: columns)
    discard self
    return other
  }

  private init(taking storage: UnsafeMutablePointer<Float>, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    unsafe self.storage = storage
  }

  /// The number of elements.
  public var count: Int { rows * columns }

  /// All elements, row after row.
  public var values: Span<Float> {
    @_lifetime(borrow self) get {
      // Safe: `count` elements are initialized from `init` on and live as long as the matrix.
      let span = unsafe Span(_unsafeStart: storage, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// All elements, row after row, to be written.
  public var mutableValues: MutableSpan<Float> {
    @_lifetime(&self) mutating get {
      // Safe: as above, and the exclusive access to the matrix is the exclusive access to its elements.
      let span = unsafe MutableSpan(_unsafeStart: storage, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// The element in `row` and `column`.
  public subscript(row: Int, column: Int) -> Float {
    get {
      checkIndex(row, column)
      // Safe: the index was checked.
      return unsafe storage[row * columns + column]
    }
    set {
      checkIndex(row, column)
      // Safe: the index was checked.
      unsafe storage[row * columns + column] = newValue
    }
  }

  /// A copy of the elements of `rows` [rows.count × columns].
  public func array(rows range: Range<Int>) -> [Float] {
    checkRows(range)
    // Safe: the range lies within the matrix.
    return unsafe Array(UnsafeBufferPointer(start: storage + range.lowerBound * columns, count: range.count * columns))
  }

  /// A copy of all elements.
  public var array: [Float] { array(rows: 0..<rows) }

  /// Traps unless `range` lies within the rows.
  func checkRows(_ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) lie outside [\(rows), \(columns)]")
  }

  private func checkIndex(_ row: Int, _ column: Int) {
    precondition(
      row >= 0 && row < rows && column >= 0 && column < columns,
      "[\(row), \(column)] lies outside [\(rows), \(columns)]")
  }
}
