extension Table {
  /// Items on a plane: `id`, `label`, `x`, `y` (their first two principal components).
  public static func map(_ items: some Sequence<(id: String, label: String?, x: Double, y: Double)>) -> Table {
    var table = Table([.text("id"), .text("label"), .number("x"), .number("y")])
    for item in items { table.append([.text(item.id), Field(item.label), Field(item.x), Field(item.y)]) }
    return table
  }
}
