import CKernels
import Threading

/// Where the rows of a matrix lie, for kernels on several threads.
///
/// It is made inside an operation that borrows the matrix or holds it `inout`, and does not outlive it. Threads that
/// write through it are given disjoint parts.
@safe struct MatrixRows: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  let stride: Int

  init(_ matrix: borrowing Matrix) {
    unsafe base = matrix.storage
    stride = matrix.columns
  }

  /// The address of `column` in `row`; both must lie in the matrix.
  func at(_ row: Int, _ column: Int = 0) -> UnsafeMutablePointer<Float> { unsafe base + (row * stride + column) }

  /// The rows from `row` on, from `column` on, as kernels take them.
  func kernelRows(_ row: Int = 0, _ column: Int = 0) -> kernel_rows {
    unsafe kernel_rows(start: at(row, column), stride: stride)
  }
}

extension ParallelFor {
  /// Runs `body` over `0..<count` in chunks of at least `minimum`, several of them for each thread.
  func inChunks(of count: Int, minimum: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) {
    let size = max(minimum, (count + threads * 4 - 1) / (threads * 4))
    self((count + size - 1) / size) { index, _ in body(index * size..<min(count, (index + 1) * size)) }
  }
}
