import ArgumentParser
import Embeddings

/// The commands.
struct Jinascope: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "jinascope",
    abstract: "Explore the multimodal embedding model jina-embeddings-v4 in the terminal, offline.",
    discussion: """
      Without a command the explorer opens, on the bundled model and samples where nothing else is named.

      Tasks are the checkpoint's own names; these aliases hold too:
      \(aliasLines)
      """,
    version: version,
    subcommands: [
      ExploreCommand.self, EmbedCommand.self, SearchCommand.self, SimilarityCommand.self, SweepCommand.self,
      CompareCommand.self, MaxSimCommand.self, TokenizeCommand.self, SamplesCommand.self, InfoCommand.self,
      ModelsCommand.self, ConfigCommand.self, BenchCommand.self, DoctorCommand.self, HelloCommand.self,
    ],
    defaultSubcommand: ExploreCommand.self)

  /// One line for each alias of a task.
  private static var aliasLines: String {
    TaskName.aliases.map { alias in
      "  \(alias.name) → \(alias.task)" + (alias.role.map { ", role \($0.rawValue)" } ?? "")
    }.joined(separator: "\n")
  }
}
