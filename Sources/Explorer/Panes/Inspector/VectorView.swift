import Embeddings
import TerminalUI

/// What is known of a vector beside its direction: its length, and the share of its energy that each block of
/// components holds.
struct VectorView: View {
  let vector: SingleVector
  /// The Matryoshka dimensions: where the blocks end.
  let dimensions: [Int]
  /// The dimension that the panes use.
  let current: Int
  var theme = Theme(depth: .mono)

  /// The lines it takes: the sentence, the headings, and a line for each block.
  static func rows(blocks: Int) -> Int { blocks + 2 }

  /// The columns beside the item where there is room for both.
  static let columns = 48

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.fixed(1), .flexible()])
    screen.write(sentence, in: parts[0], style: theme.accent)
    list(columns: rect.size.columns).draw(on: &screen, in: parts[1])
  }

  private var sentence: String {
    "vector of \(vector.dimensions) · norm \(NumberText.fixed(vector.norm, decimals: 4))"
  }

  private func list(columns: Int) -> List {
    let shares = vector.energyShares(upTo: dimensions)
    let largest = max(shares.max() ?? 0, .leastNonzeroMagnitude)
    let barColumns = max(0, columns - 28)
    return List(
      columns: [
        .init("block", .fixed(11)), .init("energy", .fixed(8), alignment: .trailing),
        .init("so far", .fixed(8), alignment: .trailing), .init("", .flexible()),
      ], count: shares.count, selection: dimensions.firstIndex(of: current), scroll: 0, headingStyle: theme.heading,
      select: theme.select(isFocused: false)
    ) { block in
      // What the current dimension cuts off is faint.
      let style = dimensions[block] <= current ? Style.plain : theme.faint
      return [
        .init(Self.name(of: block, of: dimensions), style: style), .init(Self.percentage(shares[block]), style: style),
        .init(Self.percentage(shares[...block].reduce(0, +)), style: style),
        .init(ValueGlyph.bar(Float(shares[block] / largest), columns: barColumns), style: style),
      ]
    }
  }

  /// The components of a block, counted from 1, as in `129–256`.
  static func name(of block: Int, of dimensions: [Int]) -> String {
    "\(block == 0 ? 1 : dimensions[block - 1] + 1)–\(dimensions[block])"
  }

  static func percentage(_ share: Double) -> String { NumberText.fixed(share * 100, decimals: 1) + " %" }
}
