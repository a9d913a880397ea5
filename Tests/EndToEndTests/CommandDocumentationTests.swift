import Foundation
import TestSupport
import Testing

/// `docs/commands.md`, written from what the program says about its own options.
@Suite("docs/commands.md")
struct CommandDocumentationTests {
  @Test func thePageListsEveryCommandAndOption() async throws {
    let run = try await Program.run(["--experimental-dump-help"])
    let help = try JSONDecoder().decode(Help.self, from: Data(run.output.utf8))
    let page = CommandPage(help.command).text
    if let difference = try DocumentationPage.difference(page, from: "commands") { Issue.record("\(difference)") }
  }

  @Test func everyCommandShowsTwoExamplesInItsHelp() async throws {
    let run = try await Program.run(["--experimental-dump-help"])
    let help = try JSONDecoder().decode(Help.self, from: Data(run.output.utf8))
    for command in help.command.commands where command.commandName != "help" {
      let examples = (command.discussion ?? "").split(separator: "\n").filter {
        $0.hasPrefix("  ") && ($0 + " ").contains("jinascope ")
      }
      #expect(examples.count >= 2, "jinascope \(command.commandName)")
    }
  }
}

/// What `--experimental-dump-help` prints, as far as the page needs it.
private struct Help: Decodable {
  let command: Command

  struct Command: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let subcommands: [Command]?
    let arguments: [Argument]?

    /// The commands below it that people see.
    var commands: [Command] { (subcommands ?? []).filter { $0.commandName != "help" } }
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let preferredName: Name?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?
    /// The flag that says the opposite.
    var inversion: String?

    private enum CodingKeys: String, CodingKey {
      case kind, shouldDisplay, isOptional, isRepeating, names, preferredName, valueName, defaultValue, abstract
    }
  }
}

extension Help.Argument {
  /// As it is written on the command line.
  fileprivate var syntax: String {
    let spellings = (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } + (inversion.map { [$0] } ?? [])
    let value = kind == "flag" ? "" : "<\(valueName ?? "value")>"
    return (spellings.joined(separator: ", ") + " " + value).trimmingCharacters(in: .whitespaces)
  }

  /// A row of a table of options.
  fileprivate var row: String {
    let standard = kind == "flag" ? nil : defaultValue
    return DocumentationPage.row(["`\(syntax)`", (abstract ?? "") + (standard.map { " Default: `\($0)`." } ?? "")])
  }

  fileprivate var isListed: Bool { shouldDisplay && !["help", "version"].contains(preferredName?.name) }
}

/// The page.
private struct CommandPage {
  private let program: Help.Command
  /// Options that so many commands share that they are explained once.
  private let common: [String: Help.Argument]
  private let commonOrder: [String]

  init(_ program: Help.Command) {
    self.program = program
    var rows: [String: (argument: Help.Argument, count: Int)] = [:]
    var order: [String] = []
    for command in program.commands {
      for argument in command.arguments ?? [] where argument.isListed && argument.kind != "positional" {
        if rows[argument.row] == nil { order.append(argument.row) }
        rows[argument.row, default: (argument, 0)].count += 1
      }
    }
    common = rows.filter { $0.value.count >= 5 }.mapValues(\.argument)
    commonOrder = order.filter { rows[$0].map { $0.count >= 5 } ?? false }
  }

  var text: String {
    let index = program.commands.map { command in
      DocumentationPage.row(["[`\(command.commandName)`](#jinascope-\(command.commandName))", command.abstract ?? ""])
    }
    return """
      # Commands

      <!-- Written by CommandDocumentationTests with JINASCOPE_RECORD=1; do not edit. -->

      \(program.abstract ?? "")

      | command | what it does |
      |---|---|
      \(index.joined())
      \(Self.prose(program.discussion))
      Standard output is data, standard error everything else. [Exit statuses](formats.md#written), [schemas](reports.md).

      \(program.commands.map { section($0, path: "jinascope") }.joined())
      """ + "## Common options\n\n| option | |\n|---|---|\n" + commonOrder.joined()
  }

  private func section(_ command: Help.Command, path: String, level: String = "##") -> String {
    let name = "\(path) \(command.commandName)"
    let arguments = Self.joined((command.arguments ?? []).filter(\.isListed))
    let positional = arguments.filter { $0.kind == "positional" }
    let own = arguments.filter { $0.kind != "positional" && common[$0.row] == nil }
    let shared = arguments.filter { common[$0.row] != nil }.compactMap { $0.preferredName.map { "--\($0.name)" } }
    let usage = positional.map { argument in
      let value = "<\(argument.valueName ?? "value")>" + (argument.isRepeating ? " ..." : "")
      return argument.isOptional ? "[\(value)]" : value
    }
    var text = "\(level) \(name)\n\n\(command.abstract ?? "")\n\n"
    let subcommand = command.commands.isEmpty ? [] : ["<subcommand>"]
    let syntax = [name] + subcommand + usage + (arguments.count > positional.count ? ["[options]"] : [])
    text += "```\n\(syntax.joined(separator: " "))\n```\n\n"
    text += Self.prose(command.discussion)
    if !(positional + own).isEmpty {
      text += "| argument or option | |\n|---|---|\n" + (positional + own).map(\.row).joined() + "\n"
    }
    if !shared.isEmpty {
      text += "[Common options](#common-options): " + shared.map { "`\($0)`" }.joined(separator: ", ") + "\n\n"
    }
    return text + command.commands.map { section($0, path: name, level: level + "#") }.joined()
  }

  /// The same with a flag and its opposite as one.
  private static func joined(_ arguments: [Help.Argument]) -> [Help.Argument] {
    // An option that takes a value has no opposite, whatever a flag is called.
    let names = arguments.map { $0.kind == "option" ? "" : $0.preferredName?.name ?? "" }
    return arguments.indices.compactMap { index in
      if names[index].hasPrefix("no-"), names.contains(String(names[index].dropFirst(3))) {
        return nil
      }
      var argument = arguments[index]
      if !names[index].isEmpty, names.contains("no-" + names[index]) { argument.inversion = "--no-" + names[index] }
      return argument
    }
  }

  /// Paragraphs, with indented lines as code.
  private static func prose(_ discussion: String?) -> String {
    guard let discussion, !discussion.isEmpty else { return "" }
    var text = ""
    var isCode = false
    for line in discussion.components(separatedBy: "\n") {
      let indented = line.hasPrefix("  ")
      if indented != isCode {
        let isShell = line.hasPrefix("  jinascope") || line.hasSuffix(" jinascope models")
        text += indented ? "\n```\(isShell ? "sh" : "")\n" : "```\n\n"
        isCode = indented
      }
      text += (indented ? String(line.dropFirst(2)) : DocumentationPage.plain(line)) + "\n"
    }
    return text + (isCode ? "```\n\n" : "\n")
  }
}
