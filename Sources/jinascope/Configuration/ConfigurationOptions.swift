import ArgumentParser
import Foundation
import Settings

/// `--config`, which every command takes that reads the configuration.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Use this configuration file; by default config.toml in $XDG_CONFIG_HOME/jinascope, or ~/.config/jinascope.",
      valueName: "file"))
  var config: String?

  /// The path of the file, whether it is there or not.
  func path(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    config ?? ConfigurationPlace.path(environment: environment, home: HomeDirectory.path)
  }
}
