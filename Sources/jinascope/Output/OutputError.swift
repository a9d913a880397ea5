/// What can go wrong with what a command writes.
enum OutputError: Error, CustomStringConvertible {
  /// The file cannot be written.
  case cannotWrite(path: String, reason: String)
  /// Something is there that must not be replaced unasked.
  case alreadyThere(path: String)
  /// Standard output was closed or failed.
  case standardOutput(reason: String)
  /// The format needs a file.
  case needsFile(format: String)

  var description: String {
    switch self {
    case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
    case .alreadyThere(let path): "\(path) exists already; use --force to overwrite it, or choose another path"
    case .standardOutput(let reason): "standard output cannot be written: \(reason)"
    case .needsFile(let format): "\(format) is a binary format; name a file with --output"
    }
  }
}
