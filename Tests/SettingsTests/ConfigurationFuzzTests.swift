import TestSupport
import Testing

@testable import Settings

@Suite struct ConfigurationFuzzTests {
  /// The first line of each, which must hold whatever is wrong behind it.
  private static let first = "mouse = false\n"

  private static let documents = [
    """
    # mine
    theme = "light"

    threads = 3 # of them
    model = 'some/model'
    [keys.outside-text]
    "<F2>" = "next-adapter"
    x = 'dimension 64'
    """,
    """
    model = \"\"\"
    some \\
      \\u006dodel\"\"\"
    threads = 0x1F
    color-map = '''
    gray'''
    keys = { items = { x = "copy", "=" = "none" } }
    """,
    """
    theme = -1.5e+3
    threads = 1_0
    model = 1979-05-27T07:32:00.5-07:00
    color-map = [1, 2, "a", [true, false],
      07:32:00 ] # a list
    other.name."with parts" = inf
    [[points]]
    x = 1979-05-27
    [[points]]
    """,
  ].map { Array((first + $0).utf8) }

  private static let pieces = [
    "theme", "mouse", "keys", "T", "x", ":", "-", ".", "_", "+", "0", "1", "99999999999999999999", "e", "inf", "nan",
    "true", "0x", "0b", "1979-05-27", "07:00:00", "[", "]", "[[", "]]", "{", "}", "=", ",", "\"", "'", "\"\"\"", "'''",
    "\\", "\\u00", "\\U0011", "\n", "\r\n", "\r", " ", "\t", "#", "é", "\u{301}", "\u{FEFF}", "\u{7F}", "\u{1B}",
    "\u{0}", "Z", "<", ";", "\u{85}", "\u{2028}",
  ]

  @Test func damagedFilesNeverEndTheProgramAndWhatIsRightHolds() {
    Fuzzing("toml", count: 1000).run(
      Self.documents,
      { document, generator in
        var rest = Array(document.dropFirst(Self.first.utf8.count))
        Fuzzing.text(Self.pieces)(&rest, &generator)
        document = Array(Self.first.utf8) + rest
      }
    ) { bytes in
      var configuration = Configuration(ConfigurationTests.settings)
      configuration.read(String(decoding: bytes, as: UTF8.self))
      guard configuration.flag("mouse") == false else { throw Fuzzing.Broken("the first line does not hold") }
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
      for problem in configuration.problems {
        guard case .file(let line) = problem.origin, line <= lines, !problem.reason.isEmpty else {
          throw Fuzzing.Broken("a problem stands nowhere: \(problem)")
        }
      }
      if let problem = configuration.problems.first { throw Problem(description: problem.description) }
    }
  }

  /// A problem, as a file that is refused.
  private struct Problem: Error, CustomStringConvertible {
    let description: String
  }
}
