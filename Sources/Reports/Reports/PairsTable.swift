extension Table {
  /// Pairs of items: `similarity`, `row`, `column` (the items' identifiers), `row_content`, `column_content`.
  public static func pairs(
    _ pairs: some Sequence<(similarity: Float, row: ReportedItem, column: ReportedItem)>
  ) -> Table {
    var table = Table([
      .number("similarity"), .text("row"), .text("column"), .text("row_content", width: 60),
      .text("column_content", width: 60),
    ])
    for pair in pairs {
      table.append([
        Field(pair.similarity), .text(pair.row.id), .text(pair.column.id), .text(pair.row.content),
        .text(pair.column.content),
      ])
    }
    return table
  }
}
