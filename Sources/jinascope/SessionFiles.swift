import Explorer
import Files
import Foundation

/// The files in which the explorer remembers: `session.json`, `history.json` and `crash.log` in
/// `$XDG_STATE_HOME/jinascope`, else in `~/.local/state/jinascope`.
///
/// Source: XDG Base Directory Specification 0.8; a relative path in the variable does not count.
struct SessionFiles {
  /// The folder.
  let folder: String

  /// The folder that an environment names.
  init(environment: [String: String]) {
    let named = environment["XDG_STATE_HOME"].flatMap { Path.isAbsolute($0) ? $0 : nil }
    folder = (named ?? HomeDirectory.path + "/.local/state") + "/jinascope"
  }

  /// Where messages go while the screen is the explorer's; `nil` where the folder cannot be made.
  var crashLog: String? { makeFolder() ? folder + "/crash.log" : nil }

  private var placePath: String { folder + "/session.json" }
  private var historyPath: String { folder + "/history.json" }

  /// Reads the last session and says which of its files are damaged; those are left out.
  func read(place: Bool, history: Bool) -> (session: ExplorerSession, problem: String?) {
    var session = ExplorerSession()
    var problems: [String] = []
    func read(_ path: String, _ take: (inout ExplorerSession, [UInt8]) throws -> Void) {
      do { try take(&session, FileContents.read(path, limit: 16 << 20)) } catch FileError.notFound { return } catch {
        problems.append(error is FileError ? "\(error)" : "\(path) was left out: \(error)")
      }
    }
    if place { read(placePath) { try $0.readPlace($1) } }
    if history { read(historyPath) { try $0.readHistory($1) } }
    return (session, problems.isEmpty ? nil : problems.joined(separator: "; "))
  }

  /// Keeps a session for the next start.
  ///
  /// - Throws: `FileError`; what was kept before is then still there.
  func write(_ session: ExplorerSession, history: Bool) throws {
    guard makeFolder() else { throw FileError.folderNotFound(path: placePath) }
    try AtomicFile.write(session.placeDocument, to: placePath)
    if history { try AtomicFile.write(session.historyDocument, to: historyPath) }
  }

  /// Only the user can read what the user asked.
  private func makeFolder() -> Bool {
    let permissions: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    return
      (try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: permissions)) != nil
  }
}
