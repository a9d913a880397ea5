public import Embeddings

extension Table {
  /// One item: `id`, `kind` (text or image), `label`, the `norm` of its vector, `energy_FIRST_LAST` (the share of the vector's
  /// energy in each block of components, counted from 1), and its whole `content`.
  ///
  /// - Parameters:
  ///   - item: the item; its content is written whole.
  ///   - vector: its vector at the full dimension, where it is known.
  ///   - dimensions: where the blocks end.
  public static func item(
    _ item: ReportedItem?, isText: Bool, vector: SingleVector?, dimensions: [Int]
  ) -> Table {
    let starts = [1] + dimensions.dropLast().map { $0 + 1 }
    let blocks = zip(starts, dimensions).map { Column.number("energy_\($0)_\($1)") }
    var table = Table(
      [.text("id"), .text("kind"), .text("label"), .number("norm")] + blocks + [.text("content", width: 60)])
    guard let item else { return table }
    let shares = vector?.energyShares(upTo: dimensions).map { Field($0) } ?? blocks.map { _ in .empty }
    table.append(
      [.text(item.id), .text(isText ? "text" : "image"), Field(item.label), Field(vector?.norm)] + shares
        + [.text(item.content)])
    return table
  }
}
