import Embeddings
import Imaging
import StrictJSON

/// What each token of a query finds in one text or picture.
struct LateInteractionReport {
  let query: String
  let task: EmbeddingTask
  let itemID: String
  /// The query's tokens as the model read them, prompt included.
  let queryPieces: [TokenPiece]
  /// The item's tokens; `nil` of a picture.
  let itemPieces: [TokenPiece]?
  /// How the picture was read; `nil` of a text.
  let image: ImageReading?
  let interaction: MaxSim

  /// The report for people and as one JSON document.
  func report() throws -> (table: [String], json: [UInt8]) {
    (tableLines, try jsonDocument { writer in try write(to: &writer) })
  }

  private var tableLines: [String] {
    var table = Table([.right("token"), .left("text"), .right("similarity"), .left("finds")])
    for contribution in interaction.contributions {
      table.append([
        "\(contribution.token)", shown(queryPieces[contribution.token]), scoreText(contribution.similarity),
        matchText(contribution.match),
      ])
    }
    let kind = image.map { "picture of \($0.grid.rows) × \($0.grid.columns) cells" } ?? "text"
    let total = "score \(scoreText(interaction.score)), mean \(scoreText(interaction.meanScore))"
    return table.lines + ["\(total) · \(task) · \(kind)"]
  }

  private func matchText(_ match: Int) -> String {
    if let cell = cell(of: match) { return "row \(cell.row + 1), column \(cell.column + 1)" }
    guard let itemPieces else { return "the prompt's token \(match)" }
    return "\(match) \(shown(itemPieces[match]))"
  }

  /// A token between quotes, so that blanks are seen.
  private func shown(_ piece: TokenPiece) -> String { "'\(piece.text)'" }

  /// The cell of the picture's grid that a token of the item stands for, from 0; `nil` of a text and of the words around
  /// a picture.
  private func cell(of token: Int) -> (row: Int, column: Int)? {
    guard let image, image.tokenRange.contains(token) else { return nil }
    let index = token - image.tokenRange.lowerBound
    return (index / image.grid.columns, index % image.grid.columns)
  }

  private func write(to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("query", query)
      writer.member("task", task.name)
      writer.member("id", itemID)
      writer.member("kind", image == nil ? "text" : "image")
      try writer.member("score", interaction.score)
      try writer.member("mean_score", interaction.meanScore)
      if let image {
        writer.name("grid")
        writer.array { writer in
          writer.value(image.grid.rows)
          writer.value(image.grid.columns)
        }
      }
      writer.name("tokens")
      try writer.array { writer in
        for contribution in interaction.contributions { try write(contribution, to: &writer) }
      }
    }
  }

  private func write(_ contribution: MaxSim.Contribution, to writer: inout JSONWriter) throws {
    try writer.object { writer in
      writer.member("token", contribution.token)
      writer.member("text", queryPieces[contribution.token].text)
      try writer.member("similarity", contribution.similarity)
      writer.name("match")
      writer.object { writer in
        writer.member("token", contribution.match)
        if let itemPieces { writer.member("text", itemPieces[contribution.match].text) }
        if let cell = cell(of: contribution.match) {
          writer.member("row", cell.row)
          writer.member("column", cell.column)
        }
      }
    }
  }
}
