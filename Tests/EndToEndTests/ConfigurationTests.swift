import Foundation
import TestSupport
import Testing

/// The configuration file, as people meet it.
@Suite struct ConfigurationTests {
  private func run(
    _ arguments: [String], _ configuration: String? = nil, environment: [String: String] = [:],
    in folder: TemporaryFolder
  ) async throws -> Program.Outcome {
    if let configuration { try folder.write(configuration, to: "jinascope/config.toml") }
    return try await Program.run(
      arguments, environment: environment.merging(["XDG_CONFIG_HOME": folder.path]) { _, new in new })
  }

  @Test func theFileIsBegunWhereItIsLookedFor() async throws {
    let folder = try TemporaryFolder()
    let path = try await run(["config", "path"], in: folder)
    #expect(path.output == folder.path + "/jinascope/config.toml\n")
    #expect(try await run(["config", "init"], in: folder).status == 0)
    let again = try await run(["config", "init"], in: folder)
    #expect(again.status == 74 && again.errors.contains("--force"), "\(again.errors)")
    #expect(try await run(["config", "init", "--force"], in: folder).status == 0)
    let shown = try await run(["config", "show"], in: folder)
    #expect(shown.status == 0 && shown.output.contains("theme") && !shown.output.contains("line "), "\(shown.errors)")
  }

  @Test func withoutAnotherFolderItIsInTheUsersHome() async throws {
    let path = try await Program.run(["config", "path"], environment: ["XDG_CONFIG_HOME": "", "HOME": "/some/home"])
    #expect(path.output == "/some/home/.config/jinascope/config.toml\n")
  }

  @Test func itIsSaidWhatHoldsAndWhoSaysSo() async throws {
    let folder = try TemporaryFolder()
    let shown = try await run(
      ["config"], "theme = \"light\"\nmouse = false\nthreads = many\n[keys.items]\nx = \"copy\"\ny = \"fly\"\n",
      environment: ["JINASCOPE_MOUSE": "true"], in: folder)
    #expect(shown.status == 65)
    func fields(_ name: String) -> [Substring] {
      shown.lines.first { $0.hasPrefix(name) }?.split(separator: "  ").map { $0.drop { $0 == " " } } ?? []
    }
    #expect(fields("theme") == ["theme", "\"light\"", "line 1"])
    #expect(fields("mouse") == ["mouse", "true", "JINASCOPE_MOUSE"])
    #expect(fields("color-map") == ["color-map", "\"viridis\"", "default"])
    #expect(fields("keys.items x") == ["keys.items x", "copy", "line 5"])
    #expect(shown.errors.contains("config.toml, line 3: this is not valid TOML"), "\(shown.errors)")
    #expect(shown.errors.contains("config.toml, line 6: \"fly\" is not a command"), "\(shown.errors)")
  }

  @Test func aBadLineIsNoReasonNotToWork() async throws {
    let folder = try TemporaryFolder()
    let search = try await run(["search", "water", "--format", "csv"], "nonsense\nthreads = 1\n", in: folder)
    #expect(search.status == 0 && search.lines.count == 11, "\(search.errors)")
    #expect(search.errors.contains("line 1: this is not valid TOML") && search.errors.contains("; ignored"))
  }

  @Test func theModelOfTheFileIsUsedAndNamedWhereItIsMissing() async throws {
    let folder = try TemporaryFolder()
    let model = Goldens.directory(of: "tiny-published")
    let found = try await run(["info"], "model = \"\(model)\"", in: folder)
    #expect(found.status == 0 && found.output.contains("tiny-published"), "\(found.errors)")
    let missing = try await run(["info"], "\nmodel = \"/no/such/model\"", in: folder)
    #expect(missing.status == 66 && missing.errors.contains("config.toml, line 2: model: "), "\(missing.errors)")
    #expect(try await run(["info", model], in: folder).status == 0)
    #expect(try await run(["info"], environment: ["JINASCOPE_MODEL": model], in: folder).status == 0)
  }

  @Test func aFileThatIsNamedMustBeThere() async throws {
    let folder = try TemporaryFolder()
    #expect(try await run(["info", "--help"], in: folder).status == 0)
    let missing = try await run(["search", "x", "--config", "/no/such/file"], in: folder)
    #expect(missing.status == 66 && missing.errors.contains("/no/such/file"), "\(missing.errors)")
    try folder.write([0xFF, 0xFE] as [UInt8], to: "other.toml")
    let binary = try await run(["config", "show", "--config", folder.path + "/other.toml"], in: folder)
    #expect(binary.status == 65 && binary.errors.contains("UTF-8"), "\(binary.errors)")
  }

  @Test func theExplorerBeginsAsConfiguredAndSaysWhatDoesNotHold() async throws {
    let terminal = try await TmuxSession(columns: 200, rows: 40)
    try terminal.write(
      "dimensions = 32\ncolour = 1\ntask = \"code\"\n[keys.everywhere]\n\"<F2>\" = \"dimension 64\"\n"
        + "\"<C-Up>\" = \"dimension 128\"\n",
      to: "config/jinascope/config.toml")
    try await terminal.enterLine("'\(Program.path)' explore --fresh")
    try await terminal.wait(for: "config.toml, line 2: there is no setting")
    try await terminal.press("F2")
    try await terminal.press("Escape")
    try await terminal.wait(for: "i edit")
    try await terminal.press("Escape")
    // A key right behind Escape would be one with Alt.
    try await terminal.wait(for: "there is no setting", isGone: true)
    try await terminal.wait(for: "code · query · 64 d")
    // A key with a modifier, of which the terminal's description knows the name.
    try await terminal.press("C-Up")
    try await terminal.wait(for: "code · query · 128 d")
    try await terminal.press("q")
    try await terminal.waitForState("#{pane_current_command}", "bash")
  }
}
