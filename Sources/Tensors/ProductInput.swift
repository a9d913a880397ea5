import CKernels
import Threading

/// The rows that are multiplied: as floats, and rounded to BF16 where that is wanted.
@safe struct ProductInput: @unchecked Sendable {
  let floats: UnsafeMutablePointer<Float>
  let floatStride: Int
  /// The same rows in BF16, an odd last column followed by a zero.
  let pairs: UnsafeMutablePointer<UInt16>?
  let pairStride: Int

  /// `rows` rows of `columns` floats.
  ///
  /// - Parameter memory: holds the rounded rows, and grows as needed.
  @unsafe init(
    _ floats: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int, roundsInput: Bool,
    memory: inout Matrix, parallel: ParallelFor
  ) {
    unsafe self.floats = floats
    floatStride = stride
    // Rows a power of two apart would share few sets of the caches.
    let pairStride = (columns + 31) / 32 * 32 + 32
    self.pairStride = pairStride
    guard roundsInput else {
      unsafe pairs = nil
      return
    }
    if memory.count * 2 < rows * pairStride { memory = Matrix(rows: rows, columns: pairStride / 2) }
    let rounded = unsafe RoundedRows(
      floats: floats, floatStride: stride, pairs: UnsafeMutableRawPointer(memory.storage), stride: pairStride,
      columns: columns)
    parallel.inChunks(of: rows, minimum: 16) { rounded.round($0) }
    unsafe pairs = rounded.pairs.assumingMemoryBound(to: UInt16.self)
  }
}

/// Rounding of rows on several threads.
@safe private struct RoundedRows: @unchecked Sendable {
  let floats: UnsafeMutablePointer<Float>
  let floatStride: Int
  let pairs: UnsafeMutableRawPointer
  let stride: Int
  let columns: Int

  func round(_ rows: Range<Int>) {
    for row in rows {
      // Safe: a row of pairs has room for its columns and one more; no two calls have a row in common.
      let destination = unsafe pairs + row * stride * 2
      unsafe kernel_narrow(floats + row * floatStride, KERNEL_BFLOAT16, destination, columns)
      if !columns.isMultiple(of: 2) { unsafe destination.storeBytes(of: 0, toByteOffset: columns * 2, as: UInt16.self) }
    }
  }
}
