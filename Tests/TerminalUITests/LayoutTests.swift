import Testing

@testable import TerminalUI

@Suite struct LayoutTests {
  private static let divisions: [[Extent]] = [
    [.fixed(1), .flexible(), .fixed(1)],
    [.flexible(weight: 2, minimum: 20), .flexible(minimum: 10), .flexible(weight: 3)],
    [.fixed(40), .fixed(40), .flexible(minimum: 30)],
    [.fixed(-3), .flexible(weight: 0, minimum: -1), .flexible(weight: Int.max, minimum: Int.max)],
    [.flexible()], [.fixed(7)], [],
  ]

  @Test func partsOfEverySizeTileTheirRectangleInOrder() {
    for columns in 1...300 {
      for rows in [1, 2, 3, 5, 10, 24, 40, 50, 100] {
        let whole = Rect(row: 3, column: 5, columns: columns, rows: rows)
        for division in LayoutTests.divisions {
          var column = whole.origin.column
          for part in whole.splitColumns(division) {
            #expect(part.columns.lowerBound == column && part.rows == whole.rows)
            column = part.columns.upperBound
          }
          var row = whole.origin.row
          for part in whole.splitRows(division) {
            #expect(part.rows.lowerBound == row && part.columns == whole.columns)
            row = part.rows.upperBound
          }
          let hasFlexible = division.contains { if case .flexible = $0 { true } else { false } }
          #expect(hasFlexible ? column == whole.columns.upperBound : column <= whole.columns.upperBound)
          #expect(hasFlexible ? row == whole.rows.upperBound : row <= whole.rows.upperBound)
        }
      }
    }
  }

  @Test func flexiblePartsShareInProportionAndKeepTheirMinimum() {
    #expect(Layout.lengths(of: [.flexible(), .flexible(weight: 2), .fixed(10)], total: 100) == [30, 60, 10])
    #expect(Layout.lengths(of: [.flexible(minimum: 50), .flexible(weight: 9)], total: 100) == [50, 50])
    #expect(Layout.lengths(of: [.fixed(8), .fixed(8), .flexible()], total: 10) == [8, 2, 0])
    #expect(Layout.lengths(of: [.flexible(), .flexible(), .flexible()], total: 10) == [3, 3, 4])
  }

  @Test func rectanglesIntersectAndCenter() {
    let whole = Rect(row: 2, column: 4, columns: 10, rows: 6)
    #expect(
      whole.intersection(Rect(row: 0, column: 0, columns: 6, rows: 3)) == Rect(row: 2, column: 4, columns: 2, rows: 1))
    #expect(whole.intersection(Rect(row: 20, column: 0, columns: 6, rows: 3)).isEmpty)
    #expect(whole.centered(Size(columns: 4, rows: 2)) == Rect(row: 4, column: 7, columns: 4, rows: 2))
    #expect(whole.centered(Size(columns: 99, rows: 99)) == whole)
    #expect(whole.line(5) == Rect(row: 7, column: 4, columns: 10, rows: 1))
    #expect(whole.line(6).isEmpty && whole.line(-1).isEmpty)
  }
}
