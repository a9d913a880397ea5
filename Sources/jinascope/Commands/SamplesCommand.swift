import ArgumentParser
import BundledAssets
import Files

/// `jinascope samples`.
struct SamplesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "samples", abstract: "Copy the bundled sample collection to a folder.",
    discussion: """
      The folder is created if needed. It gets samples.jsonl (texts), queries.jsonl (queries and the items judged \
      relevant), images (pictures, listed in images.jsonl) and collection.json, which says that the texts and pictures \
      are the collection. If a file exists already, nothing is written unless --force is given.

      Examples:
        jinascope samples my-samples
        jinascope samples my-samples --force
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "folder")) var folder: String
  @Flag(help: "Overwrite existing files.") var force = false
  @OptionGroup var log: LogOptions

  func run() throws {
    try log.start()
    let samples = try BundledAssets().samples
    let names = try Self.files(in: samples)
    if !force, let name = names.first(where: { (try? FileStatus(path: "\(folder)/\($0)")) != nil }) {
      throw OutputError.alreadyThere(path: "\(folder)/\(name)")
    }
    for name in names {
      let path = "\(folder)/\(name)"
      try Folder.createAll(Path.folder(of: path))
      try AtomicFile.write(try FileContents.read("\(samples)/\(name)", limit: ReadingLimit.picture), to: path)
    }
    Destination.remark(
      "jinascope: wrote \(names.count) files; try: jinascope explore \(Self.quoted(folder))")
  }

  /// A path as a shell takes it.
  private static func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-".contains($0) }
    let parts = path.split(separator: "'", omittingEmptySubsequences: false)
    return isPlain ? path : "'" + parts.joined(separator: "'\\''") + "'"
  }

  /// The paths of all files in a folder, relative to it.
  private static func files(in folder: String) throws -> [String] {
    try Folder.names(in: folder).flatMap { name in
      try FileStatus(path: "\(folder)/\(name)").kind == .folder
        ? files(in: "\(folder)/\(name)").map { "\(name)/\($0)" } : [name]
    }
  }
}
