import ArgumentParser
import Corpus
import Embeddings
import Foundation
import Reports
import StrictJSON

/// `jinascope verify`.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compare vectors that a server or a script made with those of this model, and find out what differs.",
    discussion: """
      Embeds the items and compares each vector of FILE: .npy or .safetensors (with ids beside them), .jsonl, or a server's \
      answer as .json. Vectors are found by the items' ids, or by their order where FILE has no ids. Where they differ, every \
      task, role and prompt, shorter windows and other pixel budgets are tried on some of the items, and what explains the \
      difference is named. Ends with status 1 where the vectors are not what was stated.

      Examples:
        jinascope verify texts.jsonl --against answer.json --task retrieval
        jinascope verify photos/ --against photos.npy --format json
      """)

  @OptionGroup var input: InputOptions
  @Option(
    help: ArgumentHelp("The vectors: .npy, .safetensors, .jsonl, or a server's answer as .json.", valueName: "file"))
  var against: String
  @Option(
    name: .customLong("task"),
    help: "The task they are said to be of, or an alias; by default the file's, or the first.")
  var task: String?
  @Option(
    help: "The role texts are said to have been read in: query, passage, or none; by default the file's, or passage.")
  var role: PromptRole?
  @OptionGroup var dimension: DimensionOptions
  @Option(help: ArgumentHelp("How far a cosine similarity may be from 1 to count as the same.", valueName: "distance"))
  var tolerance = 0.001
  @OptionGroup var analysis: AnalysisOptions
  @OptionGroup var model: ModelOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var log: LogOptions

  /// Rows that differ and are looked at, of texts and of pictures: each is embedded in every way.
  private static let sampled = (texts: 64, pictures: 8)

  func validate() throws {
    if !(0..<1).contains(tolerance) { throw ValidationError("--tolerance must be at least 0 and less than 1") }
  }

  func run() async throws {
    try log.start()
    let engine = try model.load(cache)
    let stated = try dimension.dimensions.map { _ in try dimension.resolve(for: engine.model) }
    let collection = try input.collectionOrSamples(for: engine)
    for item in collection.items where item.isVectorAlone { throw InputError.onlyVector(id: item.id) }
    let given = try GivenVectors(
      against, of: collection.items, task: try task.map { try TaskName($0, among: engine.model.tasks) },
      among: engine.model.tasks)
    for remark in given.remarks { Destination.remark("jinascope: \(remark)") }
    let task = try given.task ?? engine.task(named: nil)
    let role = try task.role(beside: role) ?? given.role ?? .passage
    let items = given.values.keys.sorted()
    let made = try await EmbeddedCollection(
      embedding: items.map { collection.items[$0] }, with: engine, under: [task.task], role: role)
    // A picture that cannot be read may have been left out meanwhile.
    let rows = Dictionary(
      uniqueKeysWithValues: items.map { (ExactString(collection.items[$0].id), given.values[$0] ?? []) })
    let table = made.table(task.task)
    var verification = Verification(
      theirs: made.items.map { rows[ExactString($0.id)] ?? [] }, ours: made.items.indices.map(table.vector),
      arePictures: made.items.map { if case .image = $0.content { true } else { false } }, tolerance: tolerance)
    let sample = Self.sample(verification)
    if !sample.isEmpty {
      let suspects = Suspects(engine: engine, items: made.items, task: task.task, role: role)
      try await suspects.try(sample, on: &verification)
    }
    let findings = verification.findings(sample: sample, offered: engine.model.matryoshkaDimensions).filter {
      if case .truncated(let dimensions, _, _) = $0 { dimensions != stated } else { true }
    }
    let way = Hypothesis(task: task.task, role: verification.arePictures.allSatisfy { $0 } ? nil : role)
    var facts = Facts(
      engine.model, task: task.task, dimensions: verification.dimensions, input: input)
    let isSame = verification.unexplained.isEmpty && findings.allSatisfy(\.isHarmless)
    facts.add("against", against)
    facts.add("stated", way.words)
    facts.add("tolerance", .number(verification.tolerance))
    facts.add("same", isSame ? "yes" : "no")
    try print(verification, findings, sample, made.items, facts, way)
    if !isSame { throw VectorsDiffer() }
  }

  /// The rows that are looked at: those that differ, evenly spread.
  private static func sample(_ verification: Verification) -> [Int] {
    let rows = verification.unexplained
    func spread(_ rows: [Int], _ most: Int) -> [Int] {
      let count = min(most, rows.count)
      return (0..<count).map { rows[$0 * rows.count / count] }
    }
    return
      (spread(rows.filter { !verification.arePictures[$0] }, sampled.texts)
      + spread(rows.filter { verification.arePictures[$0] }, sampled.pictures)).sorted()
  }

  private func print(
    _ verification: Verification, _ findings: [Verification.Finding], _ sample: [Int], _ items: [CorpusItem],
    _ facts: Facts,
    _ way: Hypothesis
  ) throws {
    func name(_ row: Int) -> String { items[row].id }
    let explanations = verification.explanations(of: sample)
    let differing = Set(verification.unexplained)
    let order = items.indices.sorted { (verification.cosines[$0] ?? -2, $0) < (verification.cosines[$1] ?? -2, $1) }
    let shown = analysis.format == .table ? Array(order.prefix(analysis.limit.count)) : order
    let table = Table.verification(
      shown.map { row in
        VerifiedRow(
          id: name(row), cosine: verification.cosines[row], best: verification.bestCosines[row],
          explanation: differing.contains(row) ? explanations[row] : .stated)
      }, name: name)
    let sentences = findings.map { $0.sentence(name: name, looked: sample.count) }
    try Report(
      table: table, facts: facts, lines: [Self.verdict(verification, way)] + sentences + [""] + table.lines
    ).print(as: analysis.format)
    if analysis.format != .table { for sentence in sentences { Destination.remark("jinascope: \(sentence)") } }
  }

  private static func verdict(_ verification: Verification, _ way: Hypothesis) -> String {
    let count = verification.theirs.count
    let differing = verification.unexplained.count
    let least = verification.cosines.compactMap { $0 }.min() ?? 0
    let distance = String(format: "%.1e", max(0, 1 - least))
    return differing == 0
      ? "All \(count) vectors point where the model's do: \(way.words) (largest distance \(distance))."
      : "\(differing) of \(count) vectors are not the model's as stated: \(way.words) (largest distance \(distance))."
  }
}

/// What `verify` ends with where vectors are not what was stated: all has been said.
struct VectorsDiffer: Error, CustomStringConvertible {
  var description: String { "the vectors are not what was stated" }
}
