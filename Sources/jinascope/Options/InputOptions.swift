import ArgumentParser
import BundledAssets
import Corpus
import Embeddings

/// What a command reads: files, folders, standard input, or texts given on the command line.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders: texts, HTML, source code, .png and .jpg are an item each; .jsonl ({\"id\", \"text\" or \"image\", "
        + "\"task\", \"role\", \"embedding\"}) and .csv and .tsv with a header have one per line; .npy, .safetensors and "
        + "vectors.tsv bring vectors along; a folder with a collection.json ({\"items\": [\"texts.jsonl\"]}) is what that file "
        + "lists, and a BEIR folder its corpus and queries; - reads JSON Lines from standard input.", valueName: "input"
    ))
  var inputs: [String] = []

  @Option(
    name: .customLong("text"), help: ArgumentHelp("A text to use as an item; can be repeated.", valueName: "text"))
  var texts: [String] = []

  @OptionGroup var reading: ReadingOptions

  /// Whether nothing was given.
  var isEmpty: Bool { inputs.isEmpty && texts.isEmpty }

  /// The items, in the order they were given: those of files first. Pictures that lie in folders are left out where they
  /// cannot be read; those that are named are not, so that the model says what it lacks.
  func items(readsImages: Bool) throws -> [CorpusItem] {
    try checkNotEmpty()
    return try CorpusReading.told(inputs: inputs, texts: texts, reading.options(readsImages: readsImages)).items
  }

  /// Refuses a command line without anything to read.
  func checkNotEmpty() throws {
    if isEmpty { throw ValidationError("name files or folders, - for standard input, or --text \"…\"") }
  }

  /// The items that were given, or else the bundled sample collection, as far as `model` reads it.
  func itemsOrSamples(for model: ModelDescription) throws -> [CorpusItem] {
    guard isEmpty else { return try items(readsImages: model.readsImages) }
    Destination.remark("jinascope: no input given; using the bundled samples")
    return try BundledAssets().items(for: model)
  }
}

/// How collections are read.
struct ReadingOptions: ParsableArguments {
  @Flag(
    help: "Stop at the first file of a folder, row of a table or vector that cannot be read, instead of leaving it out."
  )
  var strict = false
  @Flag(help: "Let a collection name files outside of its folder, by links, lists or JSON Lines.") var allowOutside =
    false
  @Option(
    help: ArgumentHelp(
      "The column of a CSV or TSV file with the texts; by default as the header tells.", valueName: "name"))
  var textColumn: String?
  @Option(help: ArgumentHelp("The column with paths of pictures.", valueName: "name")) var imageColumn: String?
  @Option(help: ArgumentHelp("The column with ids.", valueName: "name")) var idColumn: String?
  @Option(help: ArgumentHelp("The column with labels.", valueName: "name")) var labelColumn: String?

  /// The options of a reader; `readsImages` says whether the pictures in folders are items.
  func options(readsImages: Bool) -> CorpusReader.Options {
    CorpusReader.Options(
      readsImages: readsImages, isStrict: strict, allowsOutside: allowOutside,
      columns: TableColumns(text: textColumn, image: imageColumn, id: idColumn, label: labelColumn))
  }
}

extension BundledAssets {
  /// The sample collection: its texts, and its pictures where `model` reads them.
  func items(for model: ModelDescription) throws -> [CorpusItem] {
    try CorpusReader.read(inputs: [samples], CorpusReader.Options(readsImages: model.readsImages)).items
  }
}

extension CorpusReading {
  /// Reads `inputs`, then `texts`, and says on standard error what was left out of folders.
  static func told(
    inputs: [String], texts: [String] = [], _ options: CorpusReader.Options
  ) throws -> CorpusReading {
    let reading = try CorpusReader.read(inputs: inputs, texts: texts, options)
    for remark in reading.remarks { Destination.remark("jinascope: \(remark)") }
    Destination.remark(leftOut: reading.skipped)
    return reading
  }
}
