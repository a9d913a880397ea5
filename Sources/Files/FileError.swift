#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Why a file or folder could not be read or written.
public enum FileError: Error, Equatable, Sendable {
  /// What was being done.
  public enum Operation: String, Sendable {
    case read
    case write
  }

  /// Nothing is at this path, or at a folder on the way to it.
  case notFound(path: String)
  /// A file was to be written into a folder that does not exist.
  case folderNotFound(path: String)
  /// A file is needed, and this is a folder or a device.
  case notAFile(path: String)
  /// A folder is needed, and this is something else.
  case notAFolder(path: String)
  /// The system's permissions do not allow it.
  case notPermitted(Operation, path: String)
  /// No space is left for what was to be written.
  case diskFull(path: String)
  /// A file of more bytes than can be what it should be.
  case tooLarge(path: String, limit: Int)
  /// A line of more bytes than one may have.
  case lineTooLong(path: String, line: Int, limit: Int)
  /// The reader of a pipe is gone, or there has been none.
  case nobodyReads(path: String)
  /// The task was cancelled while something was waited for.
  case cancelled(path: String)
  /// A file that was written to or cut short while it was in use.
  case changed(path: String)
  /// A name in a folder that is not UTF-8, its bytes escaped.
  case nameNotUTF8(String, folder: String)
  /// Any other failure of the system, by its `errno`.
  case failed(Operation, path: String, code: CInt)

  /// Whether a file has more bytes than it may.
  public var isTooLarge: Bool { if case .tooLarge = self { true } else { false } }

  /// What could not be read or written.
  public var path: String {
    switch self {
    case .notFound(let path), .folderNotFound(let path), .notAFile(let path), .notAFolder(let path),
      .notPermitted(_, let path), .diskFull(let path), .tooLarge(let path, _), .lineTooLong(let path, _, _),
      .nobodyReads(let path), .cancelled(let path), .changed(let path), .nameNotUTF8(_, let path),
      .failed(_, let path, _):
      path
    }
  }

  /// The error of an `errno` that came from an operation on `path`.
  init(_ code: CInt, _ operation: Operation, path: String) {
    self =
      switch code {
      case ENOENT, ENOTDIR: operation == .read ? .notFound(path: path) : .folderNotFound(path: path)
      case EISDIR: .notAFile(path: path)
      case EACCES, EPERM, EROFS: .notPermitted(operation, path: path)
      case ENOSPC, EDQUOT: .diskFull(path: path)
      case ECANCELED: .cancelled(path: path)
      default: .failed(operation, path: path, code: code)
      }
  }

  /// The error of an `errno` that came from writing to a standard stream, of which no disk is known.
  init(stream code: CInt, name: String) {
    self = code == ECANCELED ? .cancelled(path: name) : .failed(.write, path: name, code: code)
  }
}

extension FileError: CustomStringConvertible {
  /// One sentence: which file, what is wrong, what to do.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path) does not exist; check the path"
    case .folderNotFound(let path): "cannot write \(path): its folder does not exist; create it first"
    case .notAFile(let path): "\(path) is not a file; give the path of a file"
    case .notAFolder(let path): "\(path) is not a folder; give the path of a folder"
    case .notPermitted(let operation, let path):
      "no permission to \(operation.rawValue) \(path); change its permissions or use another path"
    case .diskFull(let path):
      "no space is left on the disk to write \(path); free some or use another disk (what was there before is unchanged)"
    case .tooLarge(let path, let limit): "\(path) has more than the \(limit) bytes such a file may have"
    case .lineTooLong(let path, let line, let limit):
      "\(path), line \(line) has more than the \(limit) bytes a line may have"
    case .nobodyReads(let path): "nobody reads \(path); start its reader first"
    case .cancelled(let path): "\(path) was waited for, and that was interrupted"
    case .changed(let path):
      "\(path) was changed or cut short while it was in use; put it back and start again, and replace such files instead "
        + "of writing into them"
    case .nameNotUTF8(let name, let folder): "the name \(name) in \(folder) is not UTF-8; rename it"
    case .failed(let operation, let path, let code):
      "cannot \(operation.rawValue) \(path): \(systemMessage(of: code))"
    }
  }
}
