import ArgumentParser
import Embeddings

/// The commands.
struct Jinascope: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "jinascope",
    abstract: "Explore the multimodal embedding model jina-embeddings-v4 in the terminal, offline.",
    discussion: """
      Without a command, the explorer opens what you name, or else where you left it; the first time, on the bundled samples.

      Examples:
        jinascope notes/
        jinascope search "why do volcanoes explode" notes/

      Tasks have the checkpoint's own names; these aliases work too:
      \(aliasLines)
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(name: "Explore", subcommands: [ExploreCommand.self, HelloCommand.self, SamplesCommand.self]),
      CommandGroup(
        name: "Analyze",
        subcommands: [
          SearchCommand.self, CompareCommand.self, SweepCommand.self, SimilarityCommand.self, MaxSimCommand.self,
          EvaluateCommand.self, CalibrateCommand.self, VerifyCommand.self,
        ]),
      CommandGroup(name: "Compute", subcommands: [EmbedCommand.self, TokenizeCommand.self]),
      CommandGroup(
        name: "Model and machine",
        subcommands: [
          InfoCommand.self, ModelsCommand.self, CacheCommand.self, ConfigCommand.self, BenchCommand.self,
          DoctorCommand.self,
        ]),
    ],
    defaultSubcommand: ExploreCommand.self)

  /// One line for each alias of a task.
  private static var aliasLines: String {
    TaskName.aliases.map { alias in
      "  \(alias.name) → \(alias.task)" + (alias.role.map { ", role \($0.rawValue)" } ?? "")
    }.joined(separator: "\n")
  }
}
