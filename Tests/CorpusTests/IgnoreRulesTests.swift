import TestSupport
import Testing

@testable import Corpus

/// What `.gitignore` says, as `git check-ignore` of git 2.47 says it of the same lines.
struct IgnoreRulesTests {
  private func leavesOut(_ rules: String, _ path: String, isFolder: Bool = false) -> Bool? {
    IgnoreRules(Array(rules.utf8))
      .leaveOut(path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }, isFolder: isFolder)
  }

  @Test(
    arguments: [
      ("*.log", "a.log", true), ("*.log", "x/y/a.log", true), ("*.log", "a.txt", nil), ("/a", "a", true),
      ("/a", "x/a", nil),
      ("x/a", "x/a", true), ("x/a", "y/x/a", nil), ("**/a", "x/y/a", true), ("a/**", "a/b/c", true), ("a/**", "a", nil),
      ("a/**/b", "a/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x", nil), ("a/*", "a/b/c", nil),
      ("a?c", "abc", true), ("a?c", "a/c", nil), ("[a-c]x", "bx", true), ("[!a-c]x", "bx", nil),
      ("[^a-c]x", "dx", true),
      ("[]]x", "]x", true), ("[a", "[a", nil), ("\\#a", "#a", true), ("#a", "#a", nil), ("\\!a", "!a", true),
      ("a ", "a", true), ("a\\ ", "a ", true), ("a\r", "a", true), ("*", "x", true), ("a*b*c", "aXbYbZc", true),
      ("\\*", "*", true),
      ("\\*", "x", nil), ("a\\", "a\\", nil), ("*.log\n!keep.log", "keep.log", false), ("!a\na", "a", true),
      ("", "a", nil),
      ("/", "a", nil), ("é*", "é\u{301}", true), ("**", "a/b", true), ("a**b", "axxb", true),
    ] as [(String, String, Bool?)])
  func aLineMeansWhatItMeansToGit(rules: String, path: String, expected: Bool?) {
    #expect(leavesOut(rules, path) == expected, "\(rules.debugDescription) of \(path)")
  }

  @Test func aSlashAtTheEndMeansFoldersAlone() {
    #expect(leavesOut("build/", "build") == nil)
    #expect(leavesOut("build/", "build", isFolder: true) == true)
    #expect(leavesOut("build/", "x/build", isFolder: true) == true)
    #expect(leavesOut("/x/build/", "x/build", isFolder: true) == true)
  }

  @Test func noPatternTakesLong() {
    let stars = String(repeating: "*a", count: 2000) + "b"
    let folders = String(repeating: "**/a/", count: 500) + "b"
    #expect(leavesOut(stars, String(repeating: "a", count: 4000)) == nil)
    #expect(leavesOut(folders, String(repeating: "a/", count: 2000) + "c") == nil)
  }

  @Test func damagedRulesAreReadWithoutEnd() {
    let rules = "# x\n*.log\n!keep.log\n/build/\n[a-z]?[!x]\\ \n**/a/**/b\n"
    let pieces = ["[", "]", "**", "\\", "!", "#", "/", "*", "?", "-", " ", "\r"]
    Fuzzing("gitignore", count: 2000).run([Array(rules.utf8)], Fuzzing.text(pieces)) { bytes in
      let rules = IgnoreRules(bytes)
      let said = ["a/b/c.log", "build", "a/x/y/b", "keep.log"].compactMap { path in
        rules.leaveOut(path.utf8.split(separator: UInt8(ascii: "/")).map { Array($0) }, isFolder: false)
      }
      // Rules that say nothing of any of them count as refused.
      if said.isEmpty { throw CorpusError.empty(inputs: []) }
    }
  }
}
