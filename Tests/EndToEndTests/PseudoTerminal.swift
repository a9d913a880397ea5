import Foundation
import Synchronization
import TestSupport

/// A terminal of which every byte and setting is seen, with the explorer in it: what it turns on it must turn off,
/// whatever ends it.
final class PseudoTerminal {
  private var master: Int32
  private let slave: Int32
  private let before: termios
  private let folder: TemporaryFolder
  private let collected: Mutex<[UInt8]>
  /// The explorer.
  let program: RunningProgram

  /// Starts the explorer in a terminal of 100 columns and 30 rows.
  init(_ arguments: [String] = ["explore", "--fresh"], environment: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    var (ends, size) = (
      (master: CInt(-1), slave: CInt(-1)), winsize(ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    )
    // Safe: the system reads and fills what it is given, of the types it knows.
    guard unsafe openpty(&ends.master, &ends.slave, nil, nil, &size) == 0 else { throw CocoaError(.fileNoSuchFile) }
    (master, slave) = ends
    // What runs in the terminal must not keep the other end open.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    var settings = termios()
    _ = unsafe tcgetattr(slave, &settings)
    before = settings
    collected = Mutex([])
    let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    let own = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "XDG_STATE_HOME": folder.path + "/state"]
    program = try RunningProgram(
      arguments, input: .handle(handle), output: .handle(handle), errors: .handle(handle),
      environment: own.merging(environment) { _, new in new })
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
  }

  deinit {
    hangUp()
    close(slave)
  }

  /// Takes the terminal away, as a window that is closed does.
  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }

  /// The folder of the explorer's state.
  var stateFolder: String { folder.path + "/state/jinascope" }

  /// All that the terminal was sent.
  var output: String {
    drain()
    return collected.withLock { String(decoding: $0, as: UTF8.self) }
  }

  /// Types text, as fast as it is taken; what is sent meanwhile is collected.
  func type(_ text: String, seconds: Double = 60) async throws { try await send(Array(text.utf8), seconds: seconds) }

  /// Sends bytes as a keyboard does.
  func send(_ bytes: [UInt8], seconds: Double = 60) async throws {
    var rest = bytes[...]
    let deadline = ContinuousClock.now + .seconds(seconds)
    while !rest.isEmpty {
      // Safe: the part of the array that is left.
      let written = unsafe rest.withUnsafeBytes { unsafe write(master, $0.baseAddress, min(1024, $0.count)) }
      drain()
      if written > 0 {
        rest = rest.dropFirst(written)
      } else {
        try await Task.sleep(for: .milliseconds(2))
      }
      guard ContinuousClock.now < deadline else { throw TimedOut(what: "the terminal to take what is typed") }
    }
  }

  /// Waits until the terminal has been sent `text` so many times.
  func wait(for text: String, times: Int = 1, seconds: Double = 60) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while output.components(separatedBy: text).count <= times {
      guard ContinuousClock.now < deadline else { throw TimedOut(what: "“\(text)” in \(output.suffix(2000))") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits until the cursor is shown, or hidden, as it is while a frame is on its way.
  func waitForCursor(isShown: Bool, seconds: Double = 20) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while showsCursor != isShown {
      guard ContinuousClock.now < deadline else { throw TimedOut(what: "the cursor in \(output.suffix(2000))") }
      try await Task.sleep(for: .milliseconds(10))
    }
  }

  /// Waits until the explorer ends.
  func status(seconds: Double = 20) async throws -> Int32 {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while program.process.isRunning && ContinuousClock.now < deadline {
      drain()
      try await Task.sleep(for: .milliseconds(5))
    }
    return try await program.status(seconds: 1)
  }

  /// What is still turned on of what can be turned on (DEC's private modes), but for what a terminal begins with: that
  /// lines are wrapped, and the cursor is shown.
  var modesLeftOn: Set<Int> {
    var on: Set<Int> = []
    for match in output.matches(of: /\u{1B}\[\?([0-9;]+)([hl])/) {
      for mode in match.1.split(separator: ";").compactMap({ Int($0) }) {
        if match.2 == "h" { on.insert(mode) } else { on.remove(mode) }
      }
    }
    return on.subtracting([7, 25])
  }

  /// Whether the cursor is shown.
  var showsCursor: Bool {
    let last = output.matches(of: /\u{1B}\[\?25([hl])/).last
    return last == nil || last?.1 == "h"
  }

  /// The settings that differ from those at the start, by name.
  var changedSettings: [String] {
    var now = termios()
    // Safe: the system fills the one record it is given.
    _ = unsafe tcgetattr(slave, &now)
    return [
      ("input", before.c_iflag == now.c_iflag), ("output", before.c_oflag == now.c_oflag),
      ("control", before.c_cflag == now.c_cflag), ("echo and line", before.c_lflag == now.c_lflag),
    ].filter { !$0.1 }.map(\.0)
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // Safe: at most `bytes.count` bytes are read into `bytes`.
      let count = unsafe read(master, &bytes, bytes.count)
      guard count > 0 else { return }
      collected.withLock { $0 += bytes[..<count] }
    }
  }

  private struct TimedOut: Error, CustomStringConvertible {
    let what: String
    var description: String { "waited too long for \(what)" }
  }
}
