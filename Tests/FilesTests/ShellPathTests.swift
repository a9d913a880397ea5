import Files
import Testing

@Suite struct ShellPathTests {
  /// Source of the values: `os.path.expandvars(os.path.expanduser(…))` of Python 3.11 in this environment.
  @Test(arguments: [
    ("~", "/h"), ("~/x", "/h/x"), ("~//x", "/h//x"), ("a~/x", "a~/x"), ("/x/~", "/x/~"),
    ("$BASE/hub", "/data/hub"), ("${BASE}/hub", "/data/hub"), ("/x/$BASE$BASE", "/x//data/data"),
    ("$NOWHERE/hub", "$NOWHERE/hub"), ("${NOWHERE}", "${NOWHERE}"), ("$", "$"), ("$$BASE", "$/data"),
    ("${BASE", "${BASE"), ("${}", "${}"), ("$BASE_x", "$BASE_x"), ("$BASE-x", "/data-x"), ("$OTHER", "$BASE"),
    ("~no-such-user-here/x", "~no-such-user-here/x"), ("", ""), ("$EMPTY/x", "/x"),
  ])
  func homesAndVariablesAreExpandedAsPythonDoes(path: String, expanded: String) {
    let environment = ["HOME": "/h/", "BASE": "/data", "OTHER": "$BASE", "EMPTY": ""]
    #expect(ShellPath.expanded(path, environment: environment) == expanded)
  }

  @Test func theHomeOfAUserIsWhatTheSystemKnows() {
    #expect(!ShellPath.expanded("~root/x", environment: [:]).hasPrefix("~"))
    #expect(ShellPath.expanded("~/x", environment: [:]).hasSuffix("/x"))
    #expect(!ShellPath.expanded("~/x", environment: [:]).hasPrefix("~"))
  }
}
