import ArgumentParser

/// What the commands that rank compare items with: a text, or one of the items, beside the collection itself.
struct QueryOptions: ParsableArguments {
  @Argument(help: "The query; with --like, an input as those that follow.") var query: String?

  @Option(
    help: ArgumentHelp(
      "Rank by the item of this id instead of a text; vectors that were imported need no model for it.",
      valueName: "id"))
  var like: String?

  func validate() throws {
    if query == nil && like == nil { throw ValidationError("give a query, or --like with the id of an item") }
  }

  /// The query. The first word of the command line is one unless an item is; then it names an input, as the others do.
  func resolve(_ input: InputOptions) -> (query: SearchQuery, input: InputOptions) {
    guard let like else { return (.text(query ?? ""), input) }
    var all = input
    if let query { all.inputs.insert(query, at: 0) }
    return (.item(id: like), all)
  }
}
