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
  var crashLog: String? {
    guard (try? makeFolder()) != nil else { return nil }
    let path = folder + "/crash.log"
    try? OwnerOnly.restrict(path)
    return path
  }

  private var placePath: String { folder + "/session.json" }
  private var historyPath: String { folder + "/history.json" }

  /// Reads the last session and says which of its files are damaged; those are set aside.
  func read(place: Bool, history: Bool) -> (session: ExplorerSession, problem: String?) {
    var session = ExplorerSession()
    var problems: [String] = []
    if place { problems += take(placePath, &session) { try $0.readPlace($1) } }
    if history { problems += take(historyPath, &session) { try $0.readHistory($1) } }
    return (session, problems.isEmpty ? nil : problems.joined(separator: "; "))
  }

  /// Keeps a session for the next start. Queries that other instances have kept since `start`, which was read at the
  /// beginning, stay.
  ///
  /// - Throws: `FileError`; what was kept before is then still there.
  func write(_ session: ExplorerSession, since start: ExplorerSession, history: Bool) throws {
    try makeFolder()
    var problems: [String] = []
    try FolderLock.holding(folder) {
      var kept = ExplorerSession()
      problems += take(placePath, &kept) { try $0.readPlace($1) }
      try OwnerOnly.write(session.placeDocument, to: placePath)
      guard history else { return }
      problems += take(historyPath, &kept) { try $0.readHistory($1) }
      try OwnerOnly.write(session.mergingHistory(kept, since: start).historyDocument, to: historyPath)
    }
    for problem in problems { Destination.remark("jinascope: \(problem)") }
  }

  /// Reads a file, and sets it aside where it is not what it should be; returns what is wrong.
  private func take(
    _ path: String, _ session: inout ExplorerSession, _ read: (inout ExplorerSession, [UInt8]) throws -> Void
  ) -> [String] {
    do { try read(&session, FileContents.read(path, limit: ReadingLimit.state)) } catch FileError.notFound {
      return []
    } catch {
      if let error = error as? FileError, !error.isTooLarge { return ["\(error)"] }
      do { return ["\(path) is damaged (\(error)) and is kept as \(try Path.setAside(path))"] } catch {
        return ["\(error)"]
      }
    }
    return []
  }

  /// Makes the folder, into which only the user can look: it tells what the user asked.
  private func makeFolder() throws {
    try Folder.createAll(folder, isPrivate: true)
    try OwnerOnly.restrict(folder)
  }
}
