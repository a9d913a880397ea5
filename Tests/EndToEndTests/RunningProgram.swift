import Foundation
import Synchronization
import TestSupport

/// The built program while it runs: what it waits for can be kept from it, and signals sent.
final class RunningProgram: Sendable {
  /// What its standard streams are.
  enum Stream {
    case nothing
    /// A file, a pipe or a device that is opened for reading and writing, so that opening it does not wait.
    case path(String)
    case handle(FileHandle)
  }

  let process: Process
  private let ending = Mutex<Int32?>(nil)

  /// Starts the program.
  init(
    _ arguments: [String], input: Stream = .nothing, output: Stream = .nothing, errors: Stream = .nothing,
    environment: [String: String] = [:], folder: String? = nil
  ) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.environment = Program.environment(environment)
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.standardInput = try Self.handle(input)
    process.standardOutput = try Self.handle(output)
    process.standardError = try Self.handle(errors)
    process.terminationHandler = { [weak self] process in
      let signal = process.terminationReason == .uncaughtSignal
      self?.ending.withLock { $0 = process.terminationStatus + (signal ? 128 : 0) }
    }
    try Program.start(process)
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  private static func handle(_ stream: Stream) throws -> FileHandle {
    switch stream {
    case .nothing: return .nullDevice
    case .path(let path):
      guard let handle = FileHandle(forUpdatingAtPath: path) else { throw CocoaError(.fileNoSuchFile) }
      return handle
    case .handle(let handle): return handle
    }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits until the program ends; the status is 128 + n where a signal ended it, as a shell would say.
  func status(seconds: Double = 20) async throws -> Int32 {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      if let status = ending.withLock({ $0 }) { return status }
      try await Task.sleep(for: .milliseconds(5))
    }
    send(SIGKILL)
    throw StillRunning(arguments: process.arguments ?? [], seconds: seconds)
  }

  /// Waits until the program has seen to its signals and then sleeps: it waits for what it was not given.
  func waitUntilItSleeps(seconds: Double = 30) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var sleeps = 0
    while ContinuousClock.now < deadline {
      sleeps = isAsleep ? sleeps + 1 : 0
      if sleeps == 10 { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw StillRunning(arguments: process.arguments ?? [], seconds: seconds)
  }

  /// Whether all its threads sleep, and it handles SIGUSR1, as only this program does.
  ///
  /// Source: proc(5), `/proc/pid/status`.
  private var isAsleep: Bool {
    let folder = "/proc/\(process.processIdentifier)"
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: folder + "/task") else { return false }
    return threads.allSatisfy { thread in
      guard let text = try? String(contentsOfFile: "\(folder)/task/\(thread)/status", encoding: .utf8) else {
        return false
      }
      let fields = text.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
      let state = fields.first { $0.first == "State:" }?.last
      let caught = fields.first { $0.first == "SigCgt:" }?.last.flatMap { UInt64($0, radix: 16) } ?? 0
      return state?.hasPrefix("S") == true && caught & 1 << UInt64(SIGUSR1 - 1) != 0
    }
  }

  struct StillRunning: Error, CustomStringConvertible {
    let arguments: [String]
    let seconds: Double
    var description: String { "after \(seconds) s still running: jinascope \(arguments.joined(separator: " "))" }
  }
}
