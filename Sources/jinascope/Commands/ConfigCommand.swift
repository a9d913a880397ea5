import ArgumentParser
import Explorer
import Files
import Reports
import Settings

/// `jinascope config`.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the settings, or create the configuration file.",
    discussion: """
      Settings and keys are in config.toml in $XDG_CONFIG_HOME/jinascope, or ~/.config/jinascope (on macOS too). A bad \
      line is reported with its number, and the rest stays in force. Environment variables (JINASCOPE_ and the \
      setting's name) override the file, and options override both.

      Examples:
        jinascope config init
        jinascope config show
      """,
    subcommands: [PathCommand.self, ShowCommand.self, InitCommand.self], defaultSubcommand: ShowCommand.self)

  /// `jinascope config path`.
  struct PathCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "path", abstract: "Print the path of the file.")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
      try Destination.print(lines: [options.path()])
    }
  }

  /// `jinascope config show`.
  struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print every setting, its value and where it comes from.",
      discussion: "The exit status is 65 if a setting is invalid.")

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
      var configuration = try ProgramConfiguration(options)
      configuration.checkKeys()
      var table = Table([.text("setting"), .text("value"), .text("from")])
      for setting in ProgramConfiguration.settings {
        let entry = configuration.values.entry(of: setting.name)
        table.append([
          .text(setting.name), .text(entry?.value.description ?? "–"), .text(Self.text(entry?.origin ?? .standard)),
        ])
      }
      for key in configuration.values.keys {
        table.append([
          .text("keys.\(key.scope) \(key.key)"), .text(key.command), .text(Self.text(.file(line: key.line))),
        ])
      }
      try Destination.print(lines: table.lines)
      configuration.remarkProblems()
      let count = configuration.problems.count
      if count > 0 { throw ConfigurationError.problems(count: count) }
    }

    private static func text(_ origin: Configuration.Origin) -> String {
      switch origin {
      case .standard: "default"
      case .file(let line) where line > 0: "line \(line)"
      case .file: "file"
      case .environment(let variable): variable
      }
    }
  }

  /// `jinascope config init`.
  struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "init", abstract: "Create a file that lists every setting, all commented out.")

    @Flag(help: "Overwrite an existing file.") var force = false
    @OptionGroup var options: ConfigurationOptions

    func run() throws {
      let path = options.path()
      if !force, (try? FileStatus(path: path)) != nil { throw OutputError.alreadyThere(path: path) }
      if case let folder = Path.folder(of: path), !folder.isEmpty { try Folder.createAll(folder) }
      let text = Configuration.template(
        ProgramConfiguration.settings, keyScopes: ExplorerPreferences.keyScopes)
      try AtomicFile.write(Array(text.utf8), to: path)
      Destination.remark("jinascope: wrote \(path); uncomment a line to change its setting")
    }
  }
}
