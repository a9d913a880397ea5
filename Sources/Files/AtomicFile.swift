internal import CProcess

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
/// an error, and when a signal ends the process. Such a file that a process which was killed left in the folder is
/// removed as well. A link is followed: what it leads to is replaced. A device or a pipe, such as `/dev/stdout`, cannot
/// be replaced and is written directly; the reader of a pipe is waited for.
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
  private let place: CInt
  private let file: FileDescriptor
  private var isCommitted = false

  /// Begins a file that will stand at `path`.
  ///
  /// - Throws: `FileError`, `notFound` where the folder does not exist, `notAFile` where the path is a folder or a
  ///   socket, `cancelled` where the task is cancelled while the reader of a pipe is waited for.
  public init(replacing path: String) throws(FileError) {
    let existing = try? FileStatus(path: path)
    guard existing?.kind != .folder else { throw .notAFile(path: path) }
    if existing?.kind == .other {
      let file = try Self.open(stream: path)
      self.init(path: path, destination: path, temporaryPath: nil, place: -1, file: file)
    } else {
      let destination = resolvedPath(path) ?? path
      let partial = try Self.partialFile(for: destination, insteadOf: path)
      if let existing { _ = fchmod(partial.file.number, existing.mode) }
      self.init(
        path: path, destination: destination, temporaryPath: partial.path, place: partial.place, file: partial.file)
    }
  }

  private init(
    path: String, destination: String, temporaryPath: String?, place: CInt, file: consuming FileDescriptor
  ) {
    self.path = path
    self.destination = destination
    self.temporaryPath = temporaryPath
    self.place = place
    self.file = file
  }

  deinit {
    // Safe: the path outlives the call.
    if let temporaryPath, !isCommitted { _ = unsafe unlink(temporaryPath) }
    process_forget_file(place)
  }

  /// Lets only the user read the file, whatever the mask of the process and what was at the path before.
  ///
  /// - Throws: `FileError`.
  public mutating func restrictToOwner() throws(FileError) {
    do { _ = try retrying { fchmod(file.number, 0o600) } } catch { throw FileError(error.code, .write, path: path) }
  }

  /// Appends bytes.
  ///
  /// - Throws: `FileError`, `diskFull` where they do not fit, `nobodyReads` where the reader of a pipe has gone,
  ///   `cancelled` where the task is cancelled while a pipe is full.
  public mutating func write(_ bytes: [UInt8]) throws(FileError) {
    do { try file.write(bytes) } catch {
      throw error.code == EPIPE ? .nobodyReads(path: path) : FileError(error.code, .write, path: path)
    }
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

  /// Opens what stands at `path` for writing, once a pipe has a reader.
  private static func open(stream path: String) throws(FileError) -> FileDescriptor {
    while true {
      do { return try FileDescriptor(path: path, flags: O_WRONLY) } catch {
        guard error.code == ENXIO else { throw FileError(error.code, .write, path: path) }
      }
      guard FileStatus.isPipe(path) else { throw .notAFile(path: path) }
      if Task.isCancelled { throw .cancelled(path: path) }
      usleep(20_000)
    }
  }

  /// The hidden file that will stand at `destination`.
  private static func partialFile(
    for destination: String, insteadOf path: String
  ) throws(FileError) -> PartialFile {
    let folder = Path.joined(".", Path.folder(of: destination))
    PartialFile.removeAbandoned(in: folder)
    do { return try PartialFile.make(in: folder) } catch { throw FileError(error.code, .write, path: path) }
  }
}
