public import ArgumentParser
import BundledAssets
public import Corpus
import Embeddings
import Explorer
import Settings

/// What a command reads: files, folders, standard input, or texts given on the command line.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files and folders: texts, HTML, source code, .png and .jpg are an item each, and pages of .pdf; .jsonl ({\"id\", \"text\" or \"image\", "
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
  func collection(readsImages: Bool, with embedder: (any Embedder)?) throws -> CorpusReading {
    try checkNotEmpty()
    let whole = try CorpusReading.told(inputs: inputs, texts: texts, reading.options(readsImages: readsImages))
    return try reading.chunked(whole, with: embedder)
  }

  /// Refuses a command line without anything to read.
  func checkNotEmpty() throws {
    if isEmpty { throw ValidationError("name files or folders, - for standard input, or --text \"…\"") }
  }

  /// The items that were given, or else the bundled sample collection, as far as the model reads it.
  func collectionOrSamples(for embedder: any Embedder) throws -> CorpusReading {
    guard isEmpty else { return try collection(readsImages: embedder.model.readsImages, with: embedder) }
    Destination.remark("jinascope: no input given; using the bundled samples")
    return try reading.chunked(try BundledAssets().reading(for: embedder.model), with: embedder)
  }
}

extension PDFReading: ExpressibleByArgument {}

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

  @Option(help: "How pages of PDFs are read: pictures or text; by default as pictures where the model reads any.")
  var pdf: PDFReading?
  @Option(
    help: ArgumentHelp(
      "Split texts into items of their own: paragraph, sentence, lines, tokens:N or regex:PATTERN; none leaves them whole, which is the default.",
      valueName: "way"), transform: { try ChunkChoice($0) })
  var chunk: ChunkChoice?
  @Flag(
    inversion: .prefixedNo,
    help:
      "Embed what --chunk splits inside of its document, which is read once as a whole, or each part by itself (default: by itself)."
  )
  var lateChunking: Bool?

  /// The options, with what the command line leaves open as the user has set it.
  ///
  /// - Throws: `ValidationError` where something is said of parts, and there are none.
  func completed(by configuration: ProgramConfiguration) throws -> ReadingOptions {
    if lateChunking == true, chunk == nil {
      throw ValidationError("--late-chunking embeds parts of documents; say with --chunk how they are split")
    }
    var options = self
    options.lateChunking = lateChunking ?? configuration.values.flag("late-chunking")
    return options
  }

  /// What is kept for the next time the same collection is opened, by the options' names.
  var kept: [String: String] {
    [
      "chunk": chunk?.description, ExplorerSession.lateChunking: lateChunking?.description, "pdf": pdf?.rawValue,
      "text-column": textColumn, "image-column": imageColumn, "id-column": idColumn, "label-column": labelColumn,
    ].compactMapValues { $0 }
  }

  /// Takes what the command line leaves open from what was kept; what no longer means anything is passed over.
  mutating func adopt(_ kept: [String: String]) {
    chunk = chunk ?? kept["chunk"].flatMap { try? ChunkChoice($0) }
    if chunk != nil { lateChunking = lateChunking ?? kept[ExplorerSession.lateChunking].flatMap(Bool.init) }
    pdf = pdf ?? kept["pdf"].flatMap(PDFReading.init(rawValue:))
    textColumn = textColumn ?? kept["text-column"]
    imageColumn = imageColumn ?? kept["image-column"]
    idColumn = idColumn ?? kept["id-column"]
    labelColumn = labelColumn ?? kept["label-column"]
  }

  /// What was read with its texts split, where that was asked for; `embedder` counts the tokens.
  func chunked(_ reading: CorpusReading, with embedder: (any Embedder)?) throws -> CorpusReading {
    guard let chunking = chunk?.chunking else { return reading }
    return try reading.chunked(chunking, isLate: lateChunking ?? false) { text in
      embedder?.tokenRanges(of: text) ?? []
    }
  }

  /// The options of a reader; `readsImages` says whether the pictures in folders are items.
  func options(readsImages: Bool) -> CorpusReader.Options {
    CorpusReader.Options(
      readsImages: readsImages, isStrict: strict, allowsOutside: allowOutside,
      columns: TableColumns(text: textColumn, image: imageColumn, id: idColumn, label: labelColumn), pdf: pdf)
  }
}

/// How texts are split, or that they are not.
struct ChunkChoice: Hashable, CustomStringConvertible {
  /// How; `nil` for not at all.
  let chunking: Chunking?

  /// The choice of a name: `none`, or one of `Chunking`.
  ///
  /// - Throws: `Chunking.Unknown`.
  init(_ name: String) throws(Chunking.Unknown) { chunking = name == "none" ? nil : try Chunking(name) }

  /// The name.
  var description: String { chunking?.description ?? "none" }
}

extension Embedder {
  /// The bytes of `text` that each of its tokens covers, those of the prompt left aside.
  fileprivate func tokenRanges(of text: String) -> [Range<Int>] {
    let prompt = promptTokens(of: text, role: .passage, task: model.tasks[0])
    let start = prompt.prefix.utf8.count
    return prompt.pieces.filter { $0.range.upperBound > start }.map {
      max(0, $0.range.lowerBound - start)..<($0.range.upperBound - start)
    }
  }
}

extension BundledAssets {
  /// The sample collection: its texts, and its pictures where `model` reads them.
  func reading(for model: ModelDescription) throws -> CorpusReading {
    try CorpusReader.read(inputs: [samples], CorpusReader.Options(readsImages: model.readsImages))
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
