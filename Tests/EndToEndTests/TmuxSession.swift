import Foundation
import TestSupport

/// A terminal of its own for the program: keys go in, the screen comes out. Tests wait for text, never for time.
final class TmuxSession {
  private let socket: String
  private let folder: TemporaryFolder

  /// Starts a shell in a terminal of that size, with colors and UTF-8.
  init(columns: Int = 120, rows: Int = 40) async throws {
    folder = try TemporaryFolder()
    socket = folder.path + "/tmux"
    try folder.write("set -g default-terminal tmux-256color\nset -g escape-time 0\n", to: "conf")
    // Foundation learns that a process ended from a descriptor that the server would inherit and keep open.
    let closing = "for n in $(ls /proc/self/fd); do [ $n -gt 2 ] && eval \"exec $n>&-\"; done; exec \"$@\""
    let outcome = try await Program.runProcess(
      "/usr/bin/env",
      [
        "bash", "-c", closing, "-", "tmux", "-S", socket, "-f", folder.path + "/conf", "new-session", "-d", "-c",
        folder.path, "-x",
        "\(columns)", "-y", "\(rows)", "env", "LC_ALL=C.UTF-8", "PS1=ready> ", "XDG_STATE_HOME=\(folder.path)/state",
        "XDG_CONFIG_HOME=\(folder.path)/config",
        "HF_HUB_CACHE=/nonexistent", "JINASCOPE_CACHE=false", "bash", "--norc", "--noprofile",
      ])
    guard outcome.status == 0 else { throw Timeout(description: "tmux does not start: \(outcome.errors)") }
    try await wait(for: "ready>")
  }

  deinit {
    let kill = Process()
    kill.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    kill.arguments = ["tmux", "-S", socket, "kill-server"]
    kill.standardError = FileHandle.nullDevice
    try? kill.run()
    kill.waitUntilExit()
  }

  /// Writes a file into the folder that the shell began in.
  func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

  /// Writes a file that is no text.
  func write(_ bytes: [UInt8], to name: String) throws { try folder.write(bytes, to: name) }

  /// Types `text` as it is and presses Return.
  func enterLine(_ text: String) async throws {
    try await type(text)
    try await press("Enter")
  }

  /// Types `text` as it is.
  func type(_ text: String) async throws { try await tmux("send-keys", "-l", text) }

  /// Presses keys by tmux's names (`Enter`, `C-c`, `M-2`).
  func press(_ keys: String...) async throws { try await tmux(["send-keys"] + keys) }

  /// Pastes `text` as a terminal does, bracketed where the program asked for it.
  func paste(_ text: String) async throws {
    try folder.write(text, to: "paste")
    try await tmux("load-buffer", folder.path + "/paste")
    try await tmux("paste-buffer", "-p")
  }

  /// Changes the terminal's size.
  func resize(columns: Int, rows: Int) async throws {
    try await tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
  }

  /// The screen as text.
  func screen() async throws -> String { try await tmux("capture-pane", "-p").output }

  /// What tmux knows of the terminal, as `#{alternate_on}`.
  func state(_ format: String) async throws -> String {
    try await tmux("display-message", "-p", format).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Waits until the screen holds `text` (or no longer holds it) and returns the screen.
  @discardableResult
  func wait(for text: String, isGone: Bool = false, seconds: Double = 60) async throws -> String {
    try await wait("\(isGone ? "no " : "")“\(text)”", seconds: seconds) { $0.contains(text) != isGone }
  }

  /// Waits until the screen fulfils `condition` and returns the screen.
  @discardableResult
  func wait(_ what: String, seconds: Double = 60, until condition: (String) -> Bool) async throws -> String {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var last = ""
    repeat {
      last = try await screen()
      if condition(last) { return last }
      try await Task.sleep(for: .milliseconds(100))
    } while ContinuousClock.now < deadline
    throw Timeout(description: "waited \(seconds) s for \(what); the screen was:\n\(last)")
  }

  /// Waits until what tmux knows of the terminal is `value`.
  func waitForState(_ format: String, _ value: String, seconds: Double = 60) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var last = ""
    repeat {
      last = try await state(format)
      if last == value { return }
      try await Task.sleep(for: .milliseconds(100))
    } while ContinuousClock.now < deadline
    throw Timeout(description: "waited \(seconds) s for \(format) to be \(value); it is \(last)")
  }

  private struct Timeout: Error, CustomStringConvertible { let description: String }

  @discardableResult
  private func tmux(_ arguments: String...) async throws -> Program.Outcome { try await tmux(arguments) }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> Program.Outcome {
    let outcome = try await Program.runProcess("/usr/bin/env", ["tmux", "-S", socket] + arguments)
    guard outcome.status == 0 else {
      throw Timeout(description: "tmux \(arguments.joined(separator: " ")): \(outcome.errors)")
    }
    return outcome
  }
}
