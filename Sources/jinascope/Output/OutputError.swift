/// What can go wrong with what a command writes.
enum OutputError: Error, CustomStringConvertible {
  /// Something is there that must not be replaced unasked.
  case alreadyThere(path: String)
  /// The format needs a file.
  case needsFile(format: String)

  var description: String {
    switch self {
    case .alreadyThere(let path): "\(path) exists already; use --force to overwrite it, or choose another path"
    case .needsFile(let format): "\(format) is a binary format; name a file with --output"
    }
  }
}
