import ArgumentParser
import Corpus

/// Where judgments come from: the collection, or files beside it.
struct JudgmentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Judged queries: JSON Lines of {\"query\", \"relevant\": [\"id\", …] or {\"id\": grade}}; or the texts of those that "
        + "--qrels judges, as {\"id\", \"text\"} or id and text between tabs.", valueName: "file"))
  var queries: String?
  @Option(help: ArgumentHelp("A table of judgments, as TREC or BEIR have it.", valueName: "file")) var qrels: String?
  @Option(help: ArgumentHelp("Which of the collection's sets of judgments; by default test, or the only one."))
  var split: String?

  /// The judgments that the command line names; `nil` where the collection is to bring them.
  func given(isStrict: Bool) throws -> Judgments? {
    guard queries != nil || qrels != nil else { return nil }
    let reading = try CorpusReader.readJudgments(queries: queries, qrels: qrels, isStrict: isStrict)
    Destination.remark(leftOut: reading.skipped)
    return reading.judgments
  }

  /// The set of the collection's judgments that is meant; `nil` where it has none.
  func chosen(among sets: [Judgments]) throws -> Judgments? {
    let names = sets.map(\.name)
    if let split {
      if sets.isEmpty { throw InputError.noJudgments }
      guard let place = names.firstIndex(where: { $0.utf8.elementsEqual(split.utf8) }) else {
        throw InputError.noSplit(split, known: names)
      }
      return sets[place]
    }
    guard let chosen = sets.first(where: { $0.name == "test" }) ?? sets.first else { return nil }
    if sets.count > 1 {
      Destination.remark(
        "jinascope: using the judgments \(chosen.name); --split chooses among \(names.joined(separator: ", "))")
    }
    return chosen
  }
}
