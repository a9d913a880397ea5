import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("docs/keys.md")
struct KeyDocumentationTests {
  @Test func thePageListsEveryKeyAndCommand() throws {
    if let difference = try DocumentationPage.difference(Self.page, from: "keys") { Issue.record("\(difference)") }
  }

  private static let page =
    """
    # Keys and commands of the explorer

    <!-- Written by KeyDocumentationTests with JINASCOPE_RECORD=1; do not edit. -->

    On the screen, `?` lists the keys of the pane you are in, and `:` or `Ctrl-P` runs any command by name. Names of commands can be
    used in scripts (`:dimension 64`) and in the configuration file:

    ```toml
    [keys.outside-text]        # or keys.everywhere, keys.text (the query field), keys.items and the other panes
    "<F2>" = "next-adapter"
    "x" = "dimension 64"
    "q" = "none"
    ```

    Scripts and the configuration file write keys in Vim's notation: `<C-p>` is Ctrl-P, `<A-1>` Alt-1, `<S-Tab>` Shift-Tab, `<lt>` the
    character <.


    """ + scopes.map(section).joined() + argumentSection + aliasSection

  private static let scopes: [(title: String, scope: Command.Scope)] =
    [
      ("Everywhere", .everywhere), ("Outside the query field", .outsideText), ("In the query field", .text),
    ] + Pane.allCases.map { ("In the \($0.title) pane", .pane($0)) }

  /// The commands that have keys in a scope.
  private static func section(_ title: String, _ scope: Command.Scope) -> String {
    var rows = Command.allCases.flatMap { command in
      command.description.keys.filter { $0.key == scope }.map { entry in
        row(keys: entry.value, line: CommandLine(command))
      }
    }
    if scope == .everywhere {
      rows += Pane.allCases.map { pane in
        row(keys: ["\(pane.number)", "<A-\(pane.number)>"], line: CommandLine(.focus, argument: pane.name))
      }
    }
    if rows.isEmpty { return "" }
    let remark = scope == .everywhere ? "In the query field, keys that type a character type it.\n\n" : ""
    return "## \(title)\n\n\(remark)| key | what it does | command |\n|---|---|---|\n" + rows.joined() + "\n"
  }

  private static func row(keys: [String], line: CommandLine) -> String {
    let labels = keys.compactMap { try? KeyPress(notation: $0).label }
    return DocumentationPage.row([
      labels.map { "`\($0)`" }.joined(separator: " "), DocumentationPage.plain(line.title), "`\(line.text)`",
    ])
  }

  /// The commands that are run by name.
  private static var argumentSection: String {
    let commands = Command.allCases.filter { $0.description.argument != nil || $0.description.keys.isEmpty }
    let rows = commands.map { command in
      let argument = command.description.argument.map { " \($0)" } ?? ""
      return DocumentationPage.row([
        "`:\(command.rawValue)\(argument)`", DocumentationPage.plain(command.description.title),
      ])
    }
    return "## By name\n\n| command | what it does |\n|---|---|\n" + rows.joined() + "\n"
  }

  /// What commands were called before.
  private static var aliasSection: String {
    let rows = Command.aliases.sorted { $0.key < $1.key }.map { alias in
      DocumentationPage.row(["`\(alias.key)`", "`\(alias.value)`"])
    }
    return "## Earlier names\n\nThey still work in scripts and in the configuration file.\n\n"
      + "| earlier | now |\n|---|---|\n" + rows.joined()
  }
}
