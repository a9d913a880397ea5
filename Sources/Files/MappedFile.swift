internal import CProcess

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file whose bytes are read where the system keeps them: nothing is copied, and pages come in as they are touched.
///
/// The mapping lives as long as this object. The size is that of the moment of opening. Where another program writes into
/// the file or cuts it short afterwards, what is read is anything; ``checkUnchanged()`` tells.
@safe public final class MappedFile: @unchecked Sendable {
  /// The path it was opened by.
  public let path: String
  private let address: UnsafeRawPointer?
  private let file: FileDescriptor
  private let opened: FileStatus
  /// The mapping's number among those that are watched.
  private let watch: CInt

  /// The size in bytes.
  public let byteCount: Int

  /// Opens a file for reading; an empty one has no bytes.
  ///
  /// - Throws: `FileError`, `notAFile` for a folder, a device or a pipe.
  public init(path: String) throws(FileError) {
    self.path = path
    file = try FileDescriptor.reading(path)
    do throws(SystemFailure) {
      opened = try file.status()
      byteCount = opened.byteCount
      if byteCount > 0 {
        // Safe: the system chooses the address, and `deinit` alone gives it back.
        let mapping = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
        guard unsafe mapping != MAP_FAILED else { throw SystemFailure(code: errno) }
        unsafe address = UnsafeRawPointer(mapping)
        watch = unsafe process_watch_memory(mapping, byteCount)
      } else {
        unsafe address = nil
        watch = -1
      }
    } catch { throw FileError(error.code, .read, path: path) }
  }

  deinit {
    process_forget_memory(watch)
    // Safe: every view of the bytes keeps this object alive.
    if let address = unsafe address { unsafe munmap(UnsafeMutableRawPointer(mutating: address), byteCount) }
  }

  /// Prepares for the bytes to be read: from now on a file that is cut short meanwhile ends nothing but what reads it.
  public static func prepareReading() { process_arm_memory_watch() }

  /// Finds out whether all that was read was what was opened.
  ///
  /// - Throws: `FileError.changed` where the file has been written to or cut short meanwhile.
  public func checkUnchanged() throws(FileError) {
    let present: FileStatus
    do { present = try file.status() } catch { throw FileError(error.code, .read, path: path) }
    guard process_memory_is_damaged(watch) == 0, present.byteCount == opened.byteCount,
      present.modified == opened.modified
    else {
      throw .changed(path: path)
    }
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
