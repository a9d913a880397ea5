import TerminalUI
import TestSupport
import Testing

/// Compares a screen with the one kept in `Tests/Fixtures/snapshots/explorer/NAME.txt`; `JINASCOPE_RECORD` records it anew.
func expectSnapshot(
  _ screen: Screen, _ name: String, colorDepth: ColorDepth, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try expectSnapshot(screen.description(colorDepth: colorDepth), name, sourceLocation: sourceLocation)
}

/// Compares a text with the one kept in `Tests/Fixtures/snapshots/explorer/NAME.txt`.
func expectSnapshot(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
  if let difference = try Snapshot.difference(text, from: name, in: "snapshots/explorer") {
    Issue.record("\(difference)", sourceLocation: sourceLocation)
  }
}

extension Screen {
  /// The part of the screen that lies in `rect`, as a screen of its own.
  func part(_ rect: Rect) -> Screen {
    var part = Screen(size: rect.size)
    for row in rect.rows {
      for column in rect.columns {
        let cell = self[Position(row: row, column: column)]
        let place = Position(row: row - rect.rows.lowerBound, column: column - rect.columns.lowerBound)
        if !cell.text.isEmpty { part[place] = cell }
      }
    }
    if let cursor, rect.contains(cursor) {
      part.cursor = Position(row: cursor.row - rect.rows.lowerBound, column: cursor.column - rect.columns.lowerBound)
    }
    return part
  }
}
