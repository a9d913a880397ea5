import Testing

@testable import Settings

@Suite struct ConfigurationTests {
  static let settings = [
    Setting("theme", .choice(["auto", "dark", "light"]), standard: .text("auto"), summary: "The colors"),
    Setting("mouse", .flag, standard: .flag(true), summary: "Whether the mouse is used"),
    Setting("threads", .number(1...64), summary: "Threads"),
    Setting("model", .text, summary: "The model"),
    Setting("color-map", .choice(["viridis", "gray"]), standard: .text("viridis"), summary: "The scale"),
  ]

  private func read(_ text: String, environment: [String: String] = [:]) -> Configuration {
    var configuration = Configuration(Self.settings)
    configuration.read(text)
    configuration.apply(environment: environment)
    return configuration
  }

  private func sentences(_ configuration: Configuration) -> [String] { configuration.problems.map(\.description) }

  @Test func theFileSetsWhatItNamesAndTheRestStaysStandard() {
    let configuration = read("# mine\ntheme = \"light\"\n\nthreads = 3\nmouse = false\n")
    #expect(configuration.entry(of: "theme") == .init(value: .text("light"), origin: .file(line: 2)))
    #expect(configuration.number("threads") == 3 && configuration.flag("mouse") == false)
    #expect(configuration.entry(of: "color-map") == .init(value: .text("viridis"), origin: .standard))
    #expect(configuration.entry(of: "model") == nil && configuration.problems.isEmpty)
  }

  @Test func theEnvironmentOverridesTheFile() {
    let text = "theme = \"light\"\nmouse = true\nthreads = 3\ncolor-map = \"gray\"\n"
    let configuration = read(
      text,
      environment: [
        "JINASCOPE_THEME": "dark", "JINASCOPE_MOUSE": "0", "JINASCOPE_THREADS": "8", "JINASCOPE_COLOR_MAP": "",
        "JINASCOPE_MODEL": "some/model",
      ])
    #expect(configuration.entry(of: "theme") == .init(value: .text("dark"), origin: .environment("JINASCOPE_THEME")))
    #expect(configuration.flag("mouse") == false && configuration.number("threads") == 8)
    #expect(configuration.text("color-map") == "gray" && configuration.text("model") == "some/model")
    #expect(configuration.problems.isEmpty)
  }

  @Test func aBadVariableIsReportedAndTheFileHolds() {
    let configuration = read("threads = 3", environment: ["JINASCOPE_THREADS": "many"])
    #expect(configuration.number("threads") == 3)
    #expect(
      sentences(configuration) == ["JINASCOPE_THREADS: it must be a whole number from 1 to 64, not \"many\""])
  }

  @Test(
    "A bad line is reported with its number, and all other lines hold",
    arguments: [
      ("theme = light", "line 2: this is not valid TOML"), ("theme", "line 2: this is not valid TOML"),
      ("theme = \"pink\"", "line 2: theme must be one of auto, dark, light"),
      ("theme = 7", "line 2: theme must be one of auto, dark, light"),
      ("colour = \"red\"", "line 2: there is no setting \"colour\"; there are theme, mouse"),
      ("theme = \"dark\" \"light\"", "line 2: this is not valid TOML"), ("]", "line 2: this is not valid TOML"),
      ("theme = \"dark", "line 2: this is not valid TOML"), ("model = \"\"", "line 2: model must be a text"),
      ("model = [1, 2]", "line 2: model must be a text"), ("\u{1B}[2J", "line 2: this is not valid TOML"),
      ("[é", "line 2: this is not valid TOML"), ("[", "line 2: this is not valid TOML"),
      ("[,a]", "line 2: this is not valid TOML"),
      ("[keys.items] x", "line 2: this is not valid TOML"), ("keys = 3", "line 2: keys are written below [keys.PLACE]"),
      ("keys.items = 3", "line 2: keys are written below [keys.PLACE]"),
      ("keys.items.x = 3", "line 2: a key is given a command in quotes"),
      ("threads = 0", "line 2: threads must be"), ("threads = 99999999999999999999", "line 2: this is not valid TOML"),
    ])
  func badLine(line: String, beginning: String) {
    let configuration = read("mouse = false\n\(line)\ncolor-map = \"gray\"\n")
    let found = sentences(configuration)
    #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix(beginning) }, "\(found)")
    #expect(configuration.flag("mouse") == false && configuration.text("color-map") == "gray")
  }

  @Test func severalBadLinesAreReportedEach() {
    let configuration = read("theme = light\nmouse = maybe\nthreads = 2\nmouse = false\nmouse = true\n")
    #expect(configuration.problems.map(\.origin) == [.file(line: 1), .file(line: 2), .file(line: 5)])
    #expect(configuration.number("threads") == 2 && configuration.flag("mouse") == false)
  }

  @Test func keysStandBelowTheirPlace() {
    let configuration = read(
      "theme = \"dark\"\n[keys.outside-text]\n\"<F2>\" = \"next-adapter\"\nx = 'dimension 64'\n\n[keys.items]\n\"=\" = \"copy\"\n"
    )
    #expect(
      configuration.keys == [
        .init(scope: "outside-text", key: "<F2>", command: "next-adapter", line: 3),
        .init(scope: "outside-text", key: "x", command: "dimension 64", line: 4),
        .init(scope: "items", key: "=", command: "copy", line: 7),
      ])
    #expect(configuration.problems.isEmpty)
  }

  @Test func linesMayEndAsOnOtherSystems() {
    let configuration = read("theme = \"dark\"\r\nmouse = maybe\r\n[keys.items] # mine\r\nx = \"copy\"\r\n")
    #expect(configuration.text("theme") == "dark" && configuration.problems.map(\.origin) == [.file(line: 2)])
    #expect(configuration.keys.map(\.line) == [4])
  }

  @Test func aRejectedValueCountsNoMore() {
    var configuration = read("mouse = true\nmodel = \"x\"")
    configuration.reject("model", because: "it is not here")
    configuration.reject("color-map", because: "nobody set it")
    #expect(configuration.text("model") == nil && sentences(configuration) == ["line 2: model: it is not here"])
  }

  @Test func theTemplateSetsNothingAndEachOfItsLinesCouldBe() {
    let template = Configuration.template(Self.settings, keyScopes: ["items"])
    let empty = read(template)
    #expect(empty.problems.isEmpty && empty.keys.isEmpty)
    #expect(Self.settings.allSatisfy { empty.entry(of: $0.name)?.origin ?? .standard == .standard })
    let lines = template.split(separator: "\n").map { line in
      let bare = line.hasPrefix("# ") ? line.dropFirst(2) : line
      return bare.contains(" = ") || bare.hasPrefix("[keys") ? String(bare) : String(line)
    }
    let full = read(lines.joined(separator: "\n"))
    #expect(full.problems.isEmpty && full.keys.count == 2, "\(full.problems)")
    #expect(Self.settings.allSatisfy { full.entry(of: $0.name).map { $0.origin != .standard } ?? false })
  }

  @Test func aValueIsWrittenAsItIsRead() {
    let text = "a \"quoted\" \\ path\twith \u{1B} and 水"
    let configuration = read("model = \(SettingValue.text(text))")
    #expect(configuration.text("model") == text && configuration.problems.isEmpty)
  }

  @Test func theFileIsWhereTheEnvironmentSays() {
    func path(_ folder: String?) -> String {
      ConfigurationPlace.path(environment: folder.map { ["XDG_CONFIG_HOME": $0] } ?? [:], home: "/home/someone")
    }
    #expect(path("/etc/mine") == "/etc/mine/jinascope/config.toml")
    #expect(path(nil) == "/home/someone/.config/jinascope/config.toml" && path("relative") == path(nil))
  }

  @Test(
    "What the library would end the program on is reported, and all other lines hold",
    arguments: [
      ("x = 1979-05-27Tx7:00:00", "line 2: this is not valid TOML: a value is"),
      ("x = 1979-05-27T:00.5-07:00", "line 2: this is not valid TOML: a value is"),
      ("x = 1979-05-27 3", "line 2: this is not valid TOML: a value is"),
      ("x = [ }", "line 2: this is not valid TOML: a value is missing"),
      ("x = [1, }", "line 2: this is not valid TOML: a value is missing"),
      ("x = { y = }", "line 2: this is not valid TOML: a value is missing"),
      ("x = {y = ,}", "line 2: this is not valid TOML: a value is missing"),
      ("[.s]", "line 2: this is not valid TOML: a table is named [NAME]"),
      ("[[é]]", "line 2: this is not valid TOML: a table is named [NAME]"),
      ("[a.]", "line 2: this is not valid TOML: a table is named [NAME]"),
      ("a. = 1", "line 2: this is not valid TOML: a name has"),
      ("a.é = 1", "line 2: this is not valid TOML: a name has"),
      ("theme = 1979-05-27", "line 2: theme must be one of"),
      ("theme = 1979-05-27 07:32:00.5Z", "line 2: theme must be one of"),
      ("theme = 07:32:00", "line 2: theme must be one of"), ("threads = 1.5", "line 2: threads must be"),
      ("threads = -inf", "line 2: threads must be"), ("model = [[1979-05-27], {x = nan}]", "line 2: model must be"),
    ])
  func lineThatMeetsAnAssertion(line: String, beginning: String) { badLine(line: line, beginning: beginning) }

  @Test func namesAndValuesThatAreNestedWithoutEndAreRefused() {
    badLine(
      line: String(repeating: "a.", count: 100_000) + "a = 1", beginning: "line 2: this is not valid TOML: a name")
    badLine(line: "[" + String(repeating: "a.", count: 100_000) + "a]", beginning: "line 2: this is not valid TOML")
    for open in ["[", "{a="] {
      badLine(
        line: "x = " + String(repeating: open, count: 100_000), beginning: "line 2: this is not valid TOML: values")
    }
  }

  @Test func aTextThatNobodyEndsTakesNoOtherLineWithIt() {
    for open in ["model = \"\"\"", "model = '''a", "model = [1,", "model = \"a\\"] {
      badLine(line: open, beginning: "line 2: this is not valid TOML")
    }
  }

  @Test func valuesOfSeveralLinesAreOneStatement() {
    let configuration = read(
      "model = \"\"\"\none\ntwo\"\"\"\nthreads = 3\ntheme = [\n  # none\n  1,\n]\nthreads = [\n1\n]\nmouse = 3\n")
    #expect(configuration.text("model") == "one\ntwo" && configuration.number("threads") == 3)
    #expect(configuration.problems.map(\.origin) == [5, 9, 12].map { .file(line: $0) })
  }

  @Test func aFileOfNothingButBadLinesIsNoConfiguration() {
    let configuration = read("mouse = false\n" + String(repeating: "what?\n", count: 100_000))
    #expect(configuration.flag("mouse") == true)
    #expect(configuration.problems.count == 102)
    #expect(
      sentences(configuration).last == "more than 100 lines are wrong, so it is no configuration; nothing in it holds")
  }
}
