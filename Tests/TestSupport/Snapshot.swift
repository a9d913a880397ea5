import Foundation

/// Screens as text, compared with the ones kept in a folder of `Tests/Fixtures`.
public enum Snapshot {
  /// How `text` differs from the snapshot `name`, `nil` when it does not.
  ///
  /// With the environment variable `JINASCOPE_RECORD` set, `text` becomes the snapshot; look at it before committing.
  public static func difference(
    _ text: String, from name: String, in folder: String = "snapshots"
  ) throws -> String? {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(folder)")
    let file = folder.appending(path: "\(name).txt")
    if ProcessInfo.processInfo.environment["JINASCOPE_RECORD"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return nil
    }
    guard let data = try? Data(contentsOf: file) else {
      return "there is no snapshot \(file.path); run the test once with JINASCOPE_RECORD=1"
    }
    let kept = String(decoding: data, as: UTF8.self)
    if kept == text { return nil }
    let keptLines = kept.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let first = zip(keptLines, lines).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let line = first ?? min(keptLines.count, lines.count)
    let was = line < keptLines.count ? String(keptLines[line]) : "(end)"
    let isNow = line < lines.count ? String(lines[line]) : "(end)"
    return "\(name), line \(line + 1):\nexpected \(was)\nfound    \(isNow)\nwhole screen:\n\(text)"
  }
}
