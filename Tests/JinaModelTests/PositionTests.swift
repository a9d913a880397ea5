import Imaging
import Tensors
import Testing

@testable import JinaModel

@Suite struct PositionTests {
  @Test func aTextAdvancesOnAllAxesTogether() {
    let positions = MultimodalPositions(tokens: 4)
    #expect(positions.time == [0, 1, 2, 3] && positions.row == positions.time && positions.column == positions.time)
  }

  @Test func anImageStandsStillInTimeAndTheTextAfterItContinuesBehindItsLargerSide() {
    // Anchor of the published model: 4 tokens, a grid of 2 × 2 cells, 7 tokens.
    let positions = MultimodalPositions(tokens: 15, image: TokenGrid(rows: 2, columns: 2), first: 4)
    #expect(positions.time == [0, 1, 2, 3, 4, 4, 4, 4] + Array(6...12))
    #expect(positions.row == [0, 1, 2, 3, 4, 4, 5, 5] + Array(6...12))
    #expect(positions.column == [0, 1, 2, 3, 4, 5, 4, 5] + Array(6...12))
    let wide = MultimodalPositions(tokens: 7, image: TokenGrid(rows: 1, columns: 5), first: 1)
    #expect(wide.time.last == 6 && wide.column == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test func anglesAreRoundedWhereTheReferenceRoundsThem() {
    // cos and sin of float32(position) · float32(frequency), by torch 2.13, for θ = 10⁶ and heads of 128.
    let rotary = MultimodalRotaryEmbedding(theta: 1_000_000, headDimension: 128, sections: [16, 24, 24])
    let expected: [(position: Int, pair: Int, cosine: Float, sine: Float)] = [
      (0, 15, 1, 0), (1, 1, 0.6925038695335388, 0.7214141488075256), (777, 2, -0.33715954422950745, 0.9414475560188293),
      (777, 16, 0.8462746143341064, -0.5327469110488892), (32_767, 1, -0.9984877109527588, 0.05497569218277931),
      (32_767, 2, -0.9604952931404114, -0.27829617261886597), (32_767, 15, -0.599467933177948, -0.8003987669944763),
      (32_767, 16, 0.8566880226135254, -0.5158349275588989), (32_767, 63, 0.9991734027862549, 0.04065060243010521),
    ]
    for (position, pair, cosine, sine) in expected {
      let found = rotary.turn(pair, at: position)
      #expect(abs(found.cosine - cosine) < 1e-6 && abs(found.sine - sine) < 1e-6, "\(position) \(pair)")
    }
  }

  @Test func eachSectionTurnsByItsOwnAxis() {
    let rotary = MultimodalRotaryEmbedding(theta: 100, headDimension: 8, sections: [1, 2, 1])
    var tables = RotaryTables(rows: 2, headDimension: 8)
    rotary.fill(
      &tables, from: 1, positions: MultimodalPositions(tokens: 1, image: TokenGrid(rows: 1, columns: 1), first: 0))
    let first = tables.cosines.array(rows: 0..<1)
    let second = tables.cosines.array(rows: 1..<2)
    #expect(first == [0, 0, 0, 0] && second == [1, 1, 1, 1])
    var image = RotaryTables(rows: 6, headDimension: 8)
    rotary.fill(
      &image, from: 0, positions: MultimodalPositions(tokens: 6, image: TokenGrid(rows: 2, columns: 3), first: 0))
    // The last cell: time 0, row 1, column 2; frequencies 1, 100^-¼, 100^-½, 100^-¾.
    let cosines = image.cosines.array(rows: 5..<6)
    #expect(cosines == [1, Float(0.95041528), Float(0.99500417), Float(0.99800067)])
  }
}
