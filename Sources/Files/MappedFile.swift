#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file whose bytes are read where the system keeps them: nothing is copied, and pages come in as they are touched.
///
/// The mapping lives as long as this object. The size is that of the moment of opening; a file that another program
/// cuts short afterwards cannot be read safely by anyone, so do not write into a model's files: replace them.
@safe public final class MappedFile: @unchecked Sendable {
  /// The path it was opened by.
  public let path: String
  private let address: UnsafeRawPointer?

  /// The size in bytes.
  public let byteCount: Int

  /// Opens a file for reading; an empty one has no bytes.
  ///
  /// - Throws: `FileError`, `notAFile` for a folder, a device or a pipe.
  public init(path: String) throws(FileError) {
    self.path = path
    let file = try FileDescriptor.reading(path)
    do throws(SystemFailure) {
      byteCount = try file.status().byteCount
      if byteCount > 0 {
        // Safe: the system chooses the address, and `deinit` alone gives it back.
        let mapping = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
        guard unsafe mapping != MAP_FAILED else { throw SystemFailure(code: errno) }
        unsafe address = UnsafeRawPointer(mapping)
      } else {
        unsafe address = nil
      }
    } catch { throw FileError(error.code, .read, path: path) }
  }

  deinit {
    // Safe: every view of the bytes keeps this object alive.
    if let address = unsafe address { unsafe munmap(UnsafeMutableRawPointer(mutating: address), byteCount) }
  }

  /// All bytes of the file.
  public var bytes: RawSpan {
    @_lifetime(borrow self) get {
      // Safe: the mapping has `byteCount` readable bytes as long as this object lives.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: address, count: byteCount))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The bytes of `range`, for views that keep this object alive themselves.
  @unsafe public func buffer(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "\(range) lies outside of \(path)")
    return unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(start: address, count: byteCount)[range])
  }

  /// A copy of the bytes of `range`.
  public func copy(_ range: Range<Int>) -> [UInt8] {
    // Safe: the buffer is copied while `self` is alive.
    withExtendedLifetime(self) { unsafe Array(buffer(range)) }
  }
}
