import Foundation

/// Pages of `docs` that are generated, so that they cannot fall behind the program.
public enum DocumentationPage {
  /// Whether pages are written anew, instead of being compared.
  public static var isRecording: Bool { ProcessInfo.processInfo.environment["JINASCOPE_RECORD"] != nil }

  /// How `text` differs from the page `docs/NAME.md`, `nil` when it does not.
  ///
  /// With the environment variable `JINASCOPE_RECORD` set, `text` becomes the page; read it before committing.
  public static func difference(_ text: String, from name: String) throws -> String? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "docs/\(name).md")
    if isRecording {
      try Data(text.utf8).write(to: file)
      return nil
    }
    let kept = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if kept == text { return nil }
    let lines = (kept: kept.components(separatedBy: "\n"), now: text.components(separatedBy: "\n"))
    let line = zip(lines.kept, lines.now).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let first = line ?? min(lines.kept.count, lines.now.count)
    return """
      \(file.path), line \(first + 1), is out of date; run this test once with JINASCOPE_RECORD=1:
      kept  \(first < lines.kept.count ? lines.kept[first] : "(end)")
      now   \(first < lines.now.count ? lines.now[first] : "(end)")
      """
  }

  /// A row of a table, with what would end its cells escaped.
  public static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|").replacing("\n", with: " ") }.joined(separator: " | ") + " |\n"
  }

  /// Plain text as Markdown that shows it unchanged.
  public static func plain(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("<", with: "\\<").replacing("*", with: "\\*")
      .replacing("_", with: "\\_")
  }
}
