public import Embeddings
internal import Imaging

extension Table {
  /// What each token of a query finds: `token_index`, `token`, `similarity`, `match_index`, `match`, and where the match is a
  /// cell of a picture, `match_row` and `match_column`.
  ///
  /// Indices count all tokens from 0, those of the prompt too; rows and columns of a picture count from 1. Without an
  /// interaction there is no row.
  public static func lateInteraction(_ interaction: LateInteraction?) -> Table {
    var table = Table([
      .integer("token_index"), .text("token", isQuoted: true), .number("similarity"), .integer("match_index"),
      .text("match", isQuoted: true), .integer("match_row"), .integer("match_column"),
    ])
    guard let interaction else { return table }
    for found in interaction.maxSim.contributions {
      let cell = interaction.cell(of: found.match)
      table.append([
        .integer(found.token), .text(interaction.queryTokens[found.token]), Field(found.similarity),
        .integer(found.match), .text(interaction.itemTokens[found.match]), Field(cell.map { $0.row + 1 }),
        Field(cell.map { $0.column + 1 }),
      ])
    }
    return table
  }
}

extension Facts {
  /// Adds what late interaction found in the item `id`: `id`, `kind`, `score`, `mean_score`, and of a picture the size of its
  /// grid: `grid_rows`, `grid_columns`.
  public mutating func add(_ interaction: LateInteraction, id: String) {
    add("id", id)
    add("kind", interaction.image == nil ? "text" : "image")
    add("score", Field(interaction.maxSim.score))
    add("mean_score", Field(interaction.maxSim.meanScore))
    if let image = interaction.image {
      add("grid_rows", .integer(image.grid.rows))
      add("grid_columns", .integer(image.grid.columns))
    }
  }
}
