internal import Files

/// The rows of a NumPy file, read a block at a time.
struct NumPyArray: ~Copyable {
  let header: NumPyHeader
  private let file: RandomAccessFile

  private static let blockBytes = 1 << 22

  /// Opens a file and checks its header.
  ///
  /// - Throws: `CorpusError`.
  init(path: String) throws(CorpusError) {
    // The properties of a value that cannot be copied are set in one place, so what can fail goes first.
    self.init(try Self.opened(path), header: try Self.header(of: path))
  }

  private init(_ file: consuming RandomAccessFile, header: NumPyHeader) {
    self.file = file
    self.header = header
  }

  private static func opened(_ path: String) throws(CorpusError) -> RandomAccessFile {
    do { return try RandomAccessFile(path: path) } catch { throw .file(error) }
  }

  private static func header(of path: String) throws(CorpusError) -> NumPyHeader {
    let file = try opened(path)
    func read(_ count: Int) throws(CorpusError) -> [UInt8] {
      do { return try file.read(0..<min(file.byteCount, count)) } catch { throw .file(error) }
    }
    let prefix = try read(NumPyHeader.prefixLength)
    let length: Int
    do { length = try NumPyHeader.dataStart(prefix) } catch { throw .badVectors(file: path, reason: "\(error)") }
    let head = try read(length)
    do { return try NumPyHeader(head, byteCount: file.byteCount) } catch {
      throw .badVectors(file: path, reason: "\(error)")
    }
  }

  /// Calls `body` with each row and its number from 0.
  func forEachRow(_ body: (Int, [Float]) throws(CorpusError) -> Void) throws(CorpusError) {
    if header.isColumnMajor { return try forEachRowOfColumns(body) }
    let rowBytes = header.columns * header.width
    let step = max(1, Self.blockBytes / rowBytes)
    for first in stride(from: 0, to: header.rows, by: step) {
      let count = min(step, header.rows - first)
      let start = header.dataStart + first * rowBytes
      let bytes = try read(start..<(start + count * rowBytes))
      for row in 0..<count {
        try body(first + row, (0..<header.columns).map { number(bytes, (row * header.columns + $0) * header.width) })
      }
    }
  }

  /// Columns stand one behind the other, so all have to be there before the first row is.
  private func forEachRowOfColumns(_ body: (Int, [Float]) throws(CorpusError) -> Void) throws(CorpusError) {
    var values = [Float](repeating: 0, count: header.rows * header.columns)
    for column in 0..<header.columns {
      let columnBytes = header.rows * header.width
      let start = header.dataStart + column * columnBytes
      let bytes = try read(start..<(start + columnBytes))
      for row in 0..<header.rows { values[row * header.columns + column] = number(bytes, row * header.width) }
    }
    for row in 0..<header.rows {
      try body(row, Array(values[(row * header.columns)..<((row + 1) * header.columns)]))
    }
  }

  private func read(_ range: Range<Int>) throws(CorpusError) -> [UInt8] {
    do { return try file.read(range) } catch { throw .file(error) }
  }

  private func number(_ bytes: [UInt8], _ start: Int) -> Float {
    var bits: UInt64 = 0
    for index in 0..<header.width {
      bits |= UInt64(bytes[start + (header.isBigEndian ? header.width - 1 - index : index)]) << UInt64(8 * index)
    }
    return switch header.width {
    case 2: Self.half(UInt16(truncatingIfNeeded: bits))
    case 4: Float(bitPattern: UInt32(truncatingIfNeeded: bits))
    default: Float(Double(bitPattern: bits))
    }
  }

  /// The number of half precision with these bits; every one is exact in single precision.
  ///
  /// Source: IEEE 754, binary16.
  static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits & 0x8000) << 16
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0: return (sign == 0 ? 1 : -1) * Float(fraction) * 0x1p-24
    case 31: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
