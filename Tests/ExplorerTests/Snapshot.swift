import Foundation
import TerminalUI
import Testing

/// Compares a screen with the one kept in `Tests/Fixtures/Explorer/NAME.txt`.
///
/// To record all of them anew, run the tests with `JINASCOPE_RECORD_SNAPSHOTS=1` and look at the difference.
func expectSnapshot(
  _ screen: Screen, _ name: String, colorDepth: ColorDepth, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/Explorer")
  let file = folder.appending(path: "\(name).txt")
  let found = screen.description(colorDepth: colorDepth)
  if ProcessInfo.processInfo.environment["JINASCOPE_RECORD_SNAPSHOTS"] != nil {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try found.write(to: file, atomically: true, encoding: .utf8)
    return
  }
  let expected = try String(contentsOf: file, encoding: .utf8)
  let different = zip(expected.split(separator: "\n"), found.split(separator: "\n")).first { $0 != $1 }
  #expect(
    found == expected, "\(name): first difference\n\(different.map { "\($0)\n\($1)" } ?? "in the length")",
    sourceLocation: sourceLocation)
}
