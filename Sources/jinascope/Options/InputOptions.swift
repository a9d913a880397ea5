import ArgumentParser
import BundledAssets
import Corpus
import Embeddings

/// What a command reads: files, folders, standard input, or texts given on the command line.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders: .jsonl with one item per line ({\"id\", \"text\" or \"image\", \"task\", \"role\"}), .txt and .md with one "
        + "text, .png, .jpg and .jpeg with one picture; a folder with a collection.json ({\"items\": [\"texts.jsonl\"]}) is what "
        + "that file lists; - reads JSON Lines from standard input.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    name: .customLong("text"), help: ArgumentHelp("A text to use as an item; can be repeated.", valueName: "text"))
  var texts: [String] = []

  /// Whether nothing was given.
  var isEmpty: Bool { inputs.isEmpty && texts.isEmpty }

  /// The items, in the order they were given: those of files first. Pictures that lie in folders are left out where they
  /// cannot be read; those that are named are not, so that the model says what it lacks.
  func items(readsImages: Bool) throws -> [CorpusItem] {
    guard !isEmpty else { throw ValidationError("name files or folders, - for standard input, or --text \"…\"") }
    return try CorpusReading.told(inputs: inputs, texts: texts, readsImages: readsImages).items
  }

  /// The items that were given, or else the bundled sample collection, as far as `model` reads it.
  func itemsOrSamples(for model: ModelDescription) throws -> [CorpusItem] {
    guard isEmpty else { return try items(readsImages: model.readsImages) }
    Destination.remark("jinascope: no input given; using the bundled samples")
    return try BundledAssets().items(for: model)
  }
}

extension BundledAssets {
  /// The sample collection: its texts, and its pictures where `model` reads them.
  func items(for model: ModelDescription) throws -> [CorpusItem] {
    try CorpusReader.read(inputs: [samples], readsImages: model.readsImages).items
  }
}

extension CorpusReading {
  /// Reads `inputs`, then `texts`, and says on standard error what was left out of folders.
  static func told(inputs: [String], texts: [String] = [], readsImages: Bool) throws -> CorpusReading {
    let reading = try CorpusReader.read(inputs: inputs, texts: texts, readsImages: readsImages)
    if let remark = reading.remark { Destination.remark("jinascope: \(remark)") }
    return reading
  }
}
