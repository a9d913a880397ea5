import Foundation
import TestSupport
import Testing

/// Every way out of the explorer gives the terminal back: its settings, its own screen, the mouse, the marks of pastes.
@Suite struct ExplorerEndTests {
  private func explorer(
    _ arguments: [String] = ["explore", "--fresh"], environment: [String: String] = [:]
  ) async throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(arguments, environment: environment)
    try await terminal.wait(for: "Query")
    #expect(terminal.modesLeftOn.isSuperset(of: [1049, 2004]))
    return terminal
  }

  /// Goes where no text is typed, so that the cursor is hidden.
  private func leaveTheQuery(_ terminal: PseudoTerminal) async throws {
    let hidden = terminal.output.components(separatedBy: "\u{1B}[?25l").count
    try await terminal.type("\u{1B}")
    try await terminal.wait(for: "\u{1B}[?25l", times: hidden, seconds: 20)
  }

  private func expectGivenBack(_ terminal: PseudoTerminal, _ way: String) {
    #expect(terminal.modesLeftOn == [], "\(way)")
    #expect(terminal.showsCursor, "\(way)")
    #expect(terminal.changedSettings == [], "\(way)")
  }

  static let asked = [SIGTERM, SIGHUP, SIGINT, SIGQUIT]
  static let others = [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGSYS, SIGXCPU, SIGXFSZ, SIGIO]
  static let crashes = [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE]

  @Test(arguments: asked + others) func aSignalGivesTheTerminalBack(signal: Int32) async throws {
    let terminal = try await explorer()
    terminal.program.send(signal)
    #expect(try await terminal.status() == 128 + signal)
    expectGivenBack(terminal, "signal \(signal)")
    #expect(!FileManager.default.fileExists(atPath: terminal.stateFolder + "/crash.log"))
  }

  @Test(arguments: crashes, ["", "enable=yes,interactive=yes"])
  func aCrashGivesTheTerminalBackAndLeavesALog(signal: Int32, settings: String) async throws {
    if !settings.isEmpty && signal != SIGSEGV && signal != SIGILL { return }
    let terminal = try await explorer(environment: ["SWIFT_BACKTRACE": settings])
    try await leaveTheQuery(terminal)
    terminal.program.send(signal)
    #expect(try await terminal.status() == 128 + signal)
    expectGivenBack(terminal, "signal \(signal)")
    #expect(terminal.output.contains("its last messages are in"))
    let log = try String(contentsOfFile: terminal.stateFolder + "/crash.log", encoding: .utf8)
    #expect(log.contains("crashed (SIG") && log.split(separator: "\n").count > 3, "\(log)")
  }

  @Test func theCursorIsShownWhereTextIsTypedUntilTheTerminalGoes() async throws {
    let terminal = try await explorer()
    try await terminal.waitForCursor(isShown: true)
    try await leaveTheQuery(terminal)
    try await terminal.waitForCursor(isShown: false)
    try await terminal.type("i")
    try await terminal.waitForCursor(isShown: true)
    // A character that is cut takes nothing of what follows it along.
    try await terminal.send([0xE6, 0xB0] + Array("z".utf8))
    try await terminal.wait(for: "\u{FFFD}z", seconds: 20)
    terminal.hangUp()
    #expect(try await terminal.status() == 128 + SIGHUP)
  }

  @Test func quittingGivesTheTerminalBack() async throws {
    for keys in ["\u{1B}q", "\u{3}\u{3}"] {
      let terminal = try await explorer()
      if keys.hasPrefix("\u{3}") { try await terminal.wait(for: "326 items") }
      for key in keys.unicodeScalars {
        try await terminal.type(String(key))
        try await Task.sleep(for: .milliseconds(200))
      }
      // What is being embedded is ended first.
      if terminal.program.process.isRunning { try await terminal.type("\u{3}") }
      #expect(try await terminal.status() == 0)
      expectGivenBack(terminal, keys.debugDescription)
    }
  }

  @Test func aTerminalThatIsTooSimpleIsLeftAlone() async throws {
    let terminal = try PseudoTerminal(environment: ["TERM": "dumb"])
    #expect(try await terminal.status() == 64)
    expectGivenBack(terminal, "dumb")
  }

  @Test func theMouseIsLeftToTheTerminalWhereNobodyWantsIt() async throws {
    let terminal = try await explorer(["explore", "--fresh", "--no-mouse"])
    try await terminal.type("x")
    try await terminal.wait(for: "x")
    #expect(terminal.modesLeftOn.isDisjoint(with: [1000, 1002, 1006]))
    // Whoever comes back takes the terminal anew, and leaves it the mouse again.
    terminal.program.send(SIGCONT)
    try await terminal.wait(for: "\u{1B}[?2004h", times: 2)
    #expect(terminal.modesLeftOn.isDisjoint(with: [1000, 1002, 1006]))
    terminal.program.send(SIGTERM)
    #expect(try await terminal.status() == 143)
    expectGivenBack(terminal, "--no-mouse")
  }

  @Test func theScreenIsSentWholeOnCtrlL() async throws {
    let terminal = try await explorer()
    try await terminal.wait(for: "326 items")
    try await terminal.type("\u{1B}")
    // Nothing is being done any more, so that no frame comes by itself.
    var length = 0
    repeat {
      length = terminal.output.utf8.count
      try await Task.sleep(for: .milliseconds(700))
    } while terminal.output.utf8.count != length
    try await terminal.type("\u{C}")
    for _ in 0..<500 where terminal.output.utf8.count < length + 1000 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(String(decoding: terminal.output.utf8.dropFirst(length), as: UTF8.self).contains("Query"))
    terminal.program.send(SIGTERM)
    #expect(try await terminal.status() == 143)
  }

  // MARK: Pastes without marks

  @Test(arguments: [16_000, 60_000, 250_000]) func aPasteWithoutMarksTakesNoTime(count: Int) async throws {
    let terminal = try await explorer()
    let words = String(repeating: "water and fire\r", count: count / 15)
    let start = ContinuousClock.now
    try await terminal.type(words + "the end of it")
    try await terminal.wait(for: "end of it")
    let time = ContinuousClock.now - start
    #expect(time < .seconds(20), "\(count) bytes took \(time)")
    terminal.program.send(SIGTERM)
    #expect(try await terminal.status() == 143)
    #expect(ContinuousClock.now - start - time < .seconds(4))
    expectGivenBack(terminal, "a paste")
  }
}
