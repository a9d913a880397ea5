import Files
import Foundation

/// The user's folder, where session, settings and the cache of models are unless the environment names others.
enum HomeDirectory {
  /// `$HOME` where that is absolute; what the system knows of the user otherwise, which Foundation prefers.
  static var path: String {
    let named = ProcessInfo.processInfo.environment["HOME"]
    return named.flatMap { Path.isAbsolute($0) ? $0 : nil } ?? NSHomeDirectory()
  }
}
