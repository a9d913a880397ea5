import ArgumentParser
import EmbeddingStore
import Embeddings
import Foundation
import Reports
import Settings

/// `jinascope cache`.
struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "Show, check or clear the vectors that are remembered.",
    discussion: """
      Vectors are kept in one file, in $XDG_CACHE_HOME/jinascope or ~/.cache/jinascope, which only you can read: with \
      the model a text can be guessed from its vector. They are found again by the content, the model's files, the \
      adapter, the role, and everything else that changes the numbers.

      Examples:
        jinascope cache list
        jinascope cache clear --model jinaai/jina-embeddings-v4 --task code
      """,
    subcommands: [InfoCommand.self, ListCommand.self, ClearCommand.self, VerifyCommand.self],
    defaultSubcommand: InfoCommand.self)

  /// The folder, for commands that look after it.
  struct PlaceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder; by default that in which vectors are remembered.", valueName: "folder"))
    var cache: String?
    @OptionGroup var configuration: ConfigurationOptions

    /// Opens the store.
    func open() throws -> EmbeddingStore {
      var options = CacheOptions()
      options.folder = cache
      return try options.open(ProgramConfiguration(configuration).values.number("cache-size"))
    }
  }

  /// `jinascope cache info`.
  struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "info", abstract: "Print the file, its size and how many vectors it has.")

    @OptionGroup var place: PlaceOptions

    func run() throws {
      let store = try place.open()
      let groups = try store.groups()
      let (size, limit) = (megabytes(try store.fileByteCount()), store.byteLimit / 1_000_000)
      try Destination.print(lines: [
        "file     \(store.path)", "size     \(size) MB of at most \(limit) MB",
        "vectors  \(groups.reduce(0) { $0 + $1.count }) of \(Set(groups.map(\.fingerprint)).count) models",
      ])
    }
  }

  /// `jinascope cache list`.
  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List what is remembered, by model and adapter.")

    @OptionGroup var place: PlaceOptions

    func run() throws {
      var table = Table([
        .text("model"), .text("fingerprint"), .text("task"), .integer("vectors"), .integer("multi_vectors"),
        .number("MB"), .text("last_use"),
      ])
      for group in try place.open().groups() {
        table.append([
          .text(group.model), .text(String(group.fingerprint.prefix(12))), .text(group.task.name),
          .integer(group.count), .integer(group.multiVectorCount), .number(Double(group.byteCount) / 1e6),
          .text(group.lastUse),
        ])
      }
      try Destination.print(lines: table.lines)
    }
  }

  /// `jinascope cache clear`.
  struct ClearCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "clear", abstract: "Forget vectors: all, or those of a model or an adapter.")

    @Option(help: ArgumentHelp("Only those of this model, by its name or its fingerprint.", valueName: "model"))
    var model: String?
    @Option(help: ArgumentHelp("Only those of this adapter.", valueName: "task")) var task: String?
    @OptionGroup var place: PlaceOptions

    func run() throws {
      let count = try place.open().clear(model: model, task: task.map(EmbeddingTask.init))
      try Destination.print(lines: ["\(count) vector\(count == 1 ? "" : "s") forgotten"])
    }
  }

  /// `jinascope cache verify`.
  struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify", abstract: "Check that the file is sound and every vector in it is one.",
      discussion: "The exit status is 65 if something is damaged.")

    @OptionGroup var place: PlaceOptions

    func run() throws {
      let store = try place.open()
      let findings = try store.verify()
      guard findings.isEmpty else { throw DamagedStore(path: store.path, findings: findings) }
      try Destination.print(lines: ["\(store.path): sound"])
    }
  }
}

/// A store in which something is wrong.
struct DamagedStore: Error, CustomStringConvertible {
  let path: String
  let findings: [String]

  /// One sentence: where, what, and what to do.
  var description: String {
    let shown = findings.prefix(5).joined(separator: "; ")
    let rest = findings.count > 5 ? "; and \(findings.count - 5) more" : ""
    return "\(path): \(shown)\(rest); jinascope cache clear begins anew"
  }
}

/// Bytes as megabytes with one digit after the point.
private func megabytes(_ bytes: Int) -> String { String(format: "%.1f", Double(bytes) / 1e6) }
