import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A tensor where it is stored: element type and shape over bytes of a mapped file, row-major and little-endian.
///
/// Nothing is copied or converted; the tensor keeps the owner of its bytes alive.
@safe public struct StoredTensor: @unchecked Sendable {
  /// The element type.
  public let dtype: DType
  /// The extents, slowest first.
  public let shape: Shape

  let base: UnsafeRawPointer
  private let byteCount: Int
  private let owner: any AnyObject & Sendable
  private let isMapped: Bool

  /// A tensor over `bytes`, which stay readable and unchanged as long as `owner` lives.
  ///
  /// The number of bytes must be the shape's number of elements times the width of `dtype`. No alignment is asked for.
  ///
  /// - Parameter isMapped: whether the bytes are a mapped file's, whose pages the system can read again.
  @unsafe public init(
    dtype: DType, shape: Shape, owner: any AnyObject & Sendable, bytes: UnsafeRawBufferPointer, isMapped: Bool = false
  ) {
    precondition(
      shape.elementCount.flatMap(dtype.byteCount) == bytes.count,
      "\(bytes.count) bytes are no \(dtype.rawValue) tensor of shape \(shape)")
    self.dtype = dtype
    self.shape = shape
    self.owner = owner
    self.isMapped = isMapped
    // Safe: the substitute for an empty tensor's address is never read.
    unsafe base = bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(owner).toOpaque())
    byteCount = bytes.count
  }

  /// A tensor of `values` in memory of its own, each rounded to `dtype`, which must be a weight's.
  public init(_ values: [Float], shape: Shape, dtype: DType = .float32) {
    precondition(shape.elementCount == values.count, "\(values.count) values are no tensor of shape \(shape)")
    let owner = OwnedBytes(count: values.count * dtype.byteWidth)
    // Safe: source and destination hold `values.count` elements; the tensor keeps `owner` alive.
    unsafe values.withUnsafeBufferPointer { source in
      if let start = source.baseAddress {
        unsafe kernel_narrow(start, dtype.kernelElement, owner.start, source.count)
      }
    }
    unsafe self.init(
      dtype: dtype, shape: shape, owner: owner,
      bytes: UnsafeRawBufferPointer(start: owner.start, count: values.count * dtype.byteWidth))
  }

  /// The bytes as they are stored.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      // Safe: the owner keeps `byteCount` bytes readable as long as this value lives.
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The number of elements.
  public var count: Int { byteCount * 8 / dtype.bitWidth }

  /// Whether no element is a NaN or an infinity. The element type must be a weight's.
  public var isFinite: Bool {
    var floats = [Float](repeating: 0, count: min(count, 1 << 14))
    let element = dtype.kernelElement
    return unsafe floats.withUnsafeMutableBufferPointer { floats in
      guard let start = floats.baseAddress else { return true }
      for first in stride(from: 0, to: count, by: floats.count) {
        let part = min(floats.count, count - first)
        // Safe: both sides hold `part` elements.
        unsafe kernel_widen(base + first * dtype.byteWidth, element, start, part)
        for index in 0..<part where unsafe !floats[index].isFinite { return false }
      }
      return true
    }
  }

  /// The part of the tensor that lies in `range` of the slowest axis, without copying.
  public func slice(_ range: Range<Int>) -> StoredTensor {
    guard let extent = shape.extents.first, range.lowerBound >= 0, range.upperBound <= extent else {
      preconditionFailure("\(range) lies outside the first axis of \(shape)")
    }
    let width = extent == 0 ? 0 : byteCount / extent
    // Safe: the range lies within the tensor.
    return unsafe StoredTensor(
      dtype: dtype, shape: Shape([range.count] + shape.extents.dropFirst()), owner: owner,
      bytes: UnsafeRawBufferPointer(start: base + range.lowerBound * width, count: range.count * width),
      isMapped: isMapped)
  }

  /// The same bytes under another shape of as many elements, as [1280, 3, 2, 14, 14] under [1280, 1176].
  public func reshaped(to other: Shape) -> StoredTensor {
    // Safe: the initializer checks that the shape fits the bytes.
    unsafe StoredTensor(
      dtype: dtype, shape: other, owner: owner, bytes: UnsafeRawBufferPointer(start: base, count: byteCount),
      isMapped: isMapped)
  }

  /// All elements, converted; for small tensors such as biases. The element type must be a weight's.
  public func floats() -> [Float] {
    let element = dtype.kernelElement
    return unsafe Array(unsafeUninitializedCapacity: count) { buffer, initialized in
      // Safe: both sides hold `count` elements.
      if let start = buffer.baseAddress { unsafe kernel_widen(base, element, start, count) }
      initialized = count
    }
  }

  /// Converts row `row` of a tensor [rows, columns] into row `outputRow` of `output` [_, columns].
  public func copyRow(_ row: Int, to outputRow: Int, of output: inout Matrix) {
    precondition(
      shape.rank == 2 && row >= 0 && row < shape.extents[0] && outputRow >= 0 && outputRow < output.rows
        && shape.extents[1] == output.columns,
      "row \(row) of \(shape) is no row \(outputRow) of [\(output.rows), \(output.columns)]")
    let columns = output.columns
    // Safe: both rows lie within their tensors and have `columns` elements.
    unsafe kernel_widen(
      base + row * columns * dtype.byteWidth, dtype.kernelElement, output.storage + outputRow * columns, columns)
  }
}

extension StoredTensor {
  /// `MADV_POPULATE_READ` of Linux 5.14 and later, which Glibc's module lacks: maps pages as reading each of them
  /// would. Older systems refuse it.
  private static let populateRead: Int32 = 22

  /// Asks the system for the pages of rows `rows` at once, if the tensor is mapped; a page at a time costs more.
  func willReadRows(_ rows: Range<Int>) {
    #if canImport(Glibc)
      let rowBytes = byteCount / max(shape.extents.first ?? 1, 1)
      let bytes = rows.lowerBound * rowBytes..<rows.upperBound * rowBytes
      if isMapped { advise(bytes, Self.populateRead, includesEnds: true) }
    #endif
  }

  /// Has the system begin to read the whole tensor, if it is mapped and its middle is not in memory yet. A fault at a
  /// time would take several times as long, from a disk that reads only what it is asked for.
  func willBeRead() {
    #if canImport(Glibc)
      guard isMapped, byteCount > 1 << 20 else { return }
      let page = UInt(max(sysconf(Int32(_SC_PAGESIZE)), 1))
      let isPresent = withExtendedLifetime(owner) {
        let middle = unsafe UInt(bitPattern: base + byteCount / 2) & ~(page - 1)
        var state: UInt8 = 0
        // Safe: the page is one of the tensor's, and the system writes the one byte it is given.
        guard let address = unsafe UnsafeMutableRawPointer(bitPattern: middle),
          unsafe mincore(address, 1, &state) == 0
        else { return true }
        return state & 1 != 0
      }
      if !isPresent { advise(0..<byteCount, MADV_WILLNEED, includesEnds: true) }
    #endif
  }

  /// Lets go of the tensor's pages if it is mapped; reading them again brings them back.
  func releasePages() { if isMapped { advise(0..<byteCount, MADV_DONTNEED, includesEnds: false) } }

  /// Advises the system about the pages of some bytes; those at the ends may hold other tensors' too.
  private func advise(_ range: Range<Int>, _ advice: Int32, includesEnds: Bool) {
    let mask = UInt(max(sysconf(Int32(_SC_PAGESIZE)), 1) - 1)
    withExtendedLifetime(owner) {
      let first = unsafe UInt(bitPattern: base + range.lowerBound)
      let last = unsafe UInt(bitPattern: base + range.upperBound)
      let start = includesEnds ? first & ~mask : (first + mask) & ~mask
      let end = includesEnds ? last : last & ~mask
      guard start < end, let address = unsafe UnsafeMutableRawPointer(bitPattern: start) else { return }
      // Safe: the pages are a file's, mapped for reading only: their contents stay what they are. Refused advice
      // changes nothing.
      unsafe _ = madvise(address, Int(end - start), advice)
    }
  }
}

extension DType {
  /// The kernels' name of a weight's element type.
  var kernelElement: kernel_element {
    switch self {
    case .float32: KERNEL_FLOAT32
    case .bfloat16: KERNEL_BFLOAT16
    case .float16: KERNEL_FLOAT16
    default: preconditionFailure("\(rawValue) is not the element type of a weight; BF16, F16 and F32 are")
    }
  }
}

/// Memory that lives as long as a tensor made from values.
@safe private final class OwnedBytes: @unchecked Sendable {
  let start: UnsafeMutableRawPointer

  init(count: Int) {
    // Safe: freed in `deinit` alone.
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
  }

  deinit {
    // Safe: allocated in `init`.
    unsafe start.deallocate()
  }
}
