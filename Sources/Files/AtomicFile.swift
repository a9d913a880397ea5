#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A file that replaces another all at once: until ``commit()`` what was at the path stays there untouched.
///
/// The bytes go into a hidden file of the same folder, which is removed when the value ends without a commit, as after
/// an error. A link is followed: what it leads to is replaced. A device or a pipe, such as `/dev/stdout`, cannot be
/// replaced and is written directly.
///
/// ```swift
/// var file = try AtomicFile(replacing: "vectors.jsonl")
/// try file.write(bytes)
/// try file.commit()
/// ```
public struct AtomicFile: ~Copyable {
  private let path: String
  /// `path`, with links followed.
  private let destination: String
  /// `nil` where `path` is written directly.
  private let temporaryPath: String?
  private let file: FileDescriptor
  private var isCommitted = false

  /// Begins a file that will stand at `path`.
  ///
  /// - Throws: `FileError`, `notFound` where the folder does not exist, `notAFile` where the path is a folder.
  public init(replacing path: String) throws(FileError) {
    let existing = try? FileStatus(path: path)
    guard existing?.kind != .folder else { throw .notAFile(path: path) }
    let isReplaced = existing?.kind != .other
    let destination = isReplaced ? (resolvedPath(path) ?? path) : path
    let temporaryPath = isReplaced ? Path.folder(of: destination) + Self.temporaryName() : nil
    let file = try Self.open(temporaryPath, insteadOf: path)
    if let existing, isReplaced { _ = fchmod(file.number, existing.mode) }
    self.init(path: path, destination: destination, temporaryPath: temporaryPath, file: file)
  }

  private init(path: String, destination: String, temporaryPath: String?, file: consuming FileDescriptor) {
    self.path = path
    self.destination = destination
    self.temporaryPath = temporaryPath
    self.file = file
  }

  deinit {
    // Safe: the path outlives the call.
    if let temporaryPath, !isCommitted { _ = unsafe unlink(temporaryPath) }
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileError`, `diskFull` where they do not fit.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    do { try file.write(bytes) } catch { throw FileError(error.code, .write, path: path) }
  }

  /// Writes `bytes` over the first ones.
  ///
  /// - Throws: `FileError`, also where the path is written directly and what was written is gone.
  public mutating func replaceBeginning(with bytes: [UInt8]) throws(FileError) {
    do { try file.write(bytes, at: 0) } catch { throw FileError(error.code, .write, path: path) }
  }

  /// Puts the file in its place, once its bytes are safely on the disk.
  ///
  /// - Parameter isDurable: whether the disk is waited for; a file of a moment need not be.
  /// - Throws: `FileError`; what was at the path is then still there.
  public mutating func commit(isDurable: Bool = true) throws(FileError) {
    precondition(!isCommitted, "\(path) is committed already")
    guard let temporaryPath else { return }
    do {
      if isDurable { _ = try retrying { fsync(file.number) } }
      // Safe: both paths outlive the call.
      _ = try retrying { unsafe rename(temporaryPath, destination) }
    } catch { throw FileError(error.code, .write, path: path) }
    isCommitted = true
    if !isDurable { return }
    // The new name reaches the disk with its folder; not every file system can be asked for that.
    if let folder = try? FileDescriptor(path: Path.joined(".", Path.folder(of: destination)), flags: O_RDONLY) {
      _ = fsync(folder.number)
    }
  }

  /// Replaces the file at `path` by these bytes.
  ///
  /// - Throws: `FileError`; what was at the path is then still there.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    var file = try AtomicFile(replacing: path)
    try file.write(bytes)
    try file.commit()
  }

  /// Opens a new file at `temporaryPath`, or what stands at `path`.
  private static func open(_ temporaryPath: String?, insteadOf path: String) throws(FileError) -> FileDescriptor {
    do {
      guard let temporaryPath else { return try FileDescriptor(path: path, flags: O_WRONLY) }
      return try FileDescriptor(path: temporaryPath, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o666)
    } catch { throw FileError(error.code, .write, path: path) }
  }

  /// A hidden name that no other file has.
  private static func temporaryName() -> String {
    ".jinascope-\(String(UInt64.random(in: .min ... .max), radix: 16)).partial"
  }
}
