/// What is wrong with what the user has set, where nothing can be done without it.
enum ConfigurationError: Error, CustomStringConvertible {
  /// What a setting names cannot be used.
  case setting(name: String, path: String, line: Int, reason: any Error)
  /// The configuration has bad lines, which have been said.
  case problems(count: Int)

  /// One sentence: where, what, and what to do.
  var description: String {
    switch self {
    case .setting(let name, let path, let line, let reason):
      "\(path)\(line > 0 ? ", line \(line)" : ""): \(name): \(reason)"
    case .problems(let count): "\(count) setting\(count == 1 ? " is" : "s are") invalid; see above"
    }
  }
}
