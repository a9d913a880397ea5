import Testing

@testable import Tensors

@Suite struct ProductPiecesTests {
  @Test(arguments: [(1, 1), (63, 2), (64, 2), (256, 1), (257, 3), (700, 16)], [true, false])
  func piecesCoverEveryPanelOfEveryRowOnce(shape: (rows: Int, threads: Int), staysInCache: Bool) {
    for panels in [[1], [32], [7, 1, 40]] {
      let pieces = ProductPieces(
        panels: panels, rows: shape.rows, staysInCache: staysInCache, threads: shape.threads)
      var seen = panels.map { [Int](repeating: 0, count: $0 * shape.rows) }
      for index in 0..<pieces.count {
        let piece = pieces[index]
        #expect(piece.rows.count * pieces.sumStride <= pieces.sumCount || !pieces.areCollected)
        for row in piece.rows { for panel in piece.panels { seen[piece.weight][panel * shape.rows + row] += 1 } }
      }
      #expect(seen.allSatisfy { $0.allSatisfy { $0 == 1 } }, "\(panels)")
    }
  }

  @Test(arguments: [1, 300], [true, false])
  func piecesOfWeightsThatGoTogetherHaveTheirPanelsOnce(rows: Int, staysInCache: Bool) {
    let pieces = ProductPieces(panels: [7, 7], together: true, rows: rows, staysInCache: staysInCache, threads: 2)
    var seen = [Int](repeating: 0, count: 7 * rows)
    for index in 0..<pieces.count {
      let piece = pieces[index]
      #expect(pieces.areCollected && piece.weight == 0 && piece.panels.lowerBound.isMultiple(of: 2))
      #expect(piece.panels.count * 2 * 64 <= pieces.sumStride && piece.rows.count * pieces.sumStride <= pieces.sumCount)
      for row in piece.rows { for panel in piece.panels { seen[panel * rows + row] += 1 } }
    }
    #expect(seen.allSatisfy { $0 == 1 })
  }

  @Test func severalPanelsAreTakenAtOnceWhereEveryThreadHasPiecesEnough() {
    func panelsOfFirst(_ panels: [Int], rows: Int, threads: Int, staysInCache: Bool = true) -> Int {
      ProductPieces(panels: panels, rows: rows, staysInCache: staysInCache, threads: threads)[0].panels.count
    }
    #expect(panelsOfFirst([344], rows: 512, threads: 2) == 4)
    #expect(panelsOfFirst([32], rows: 512, threads: 2) == 4)
    #expect(panelsOfFirst([32], rows: 512, threads: 8) == 2)
    #expect(panelsOfFirst([32], rows: 512, threads: 64) == 1)
    #expect(panelsOfFirst([344], rows: 16, threads: 2) == 1)
    #expect(panelsOfFirst([344], rows: 512, threads: 2, staysInCache: false) == 1)
  }
}
