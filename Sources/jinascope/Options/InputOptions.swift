import ArgumentParser
import BundledAssets
import Corpus

/// What a command reads: files, folders, standard input, or texts given on the command line.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders: .jsonl has an item a line ({\"id\", \"text\", \"task\", \"role\"}), .txt and .md are one text each; "
        + "- is JSON Lines on standard input.", valueName: "input"))
  var inputs: [String] = []

  @Option(
    name: .customLong("text"), help: ArgumentHelp("A text to use as an item; as often as wanted.", valueName: "text"))
  var texts: [String] = []

  /// Whether nothing was given.
  var isEmpty: Bool { inputs.isEmpty && texts.isEmpty }

  /// The items, in the order they were given: those of files first.
  func items() throws -> [CorpusItem] {
    guard !isEmpty else { throw ValidationError("give files, folders, - for standard input, or --text \"…\"") }
    return try CorpusReader.items(inputs: inputs, texts: texts)
  }

  /// The items that were given, or else the bundled sample collection.
  func itemsOrSamples() throws -> [CorpusItem] {
    guard isEmpty else { return try items() }
    Destination.remark("jinascope: no input was given; using the bundled samples")
    return try CorpusReader.items(inputs: [BundledAssets().collection], texts: [])
  }
}
