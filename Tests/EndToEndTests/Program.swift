import Foundation
import TestSupport
import Testing

/// The built program, run as a person would run it.
enum Program {
  /// What a finished run left behind.
  struct Outcome {
    let status: Int32
    let output: String
    let errors: String

    /// The lines of standard output.
    var lines: [Substring] { output.split(separator: "\n") }
  }

  /// The folder of the build products: the test runner lies beside the program.
  static var buildFolder: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// The executable.
  static var path: String { buildFolder.appendingPathComponent("jinascope").path }

  /// Runs the program to its end.
  ///
  /// - Parameter environment: added to the caller's; an empty value removes the variable.
  static func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) async throws -> Outcome {
    try await runProcess(path, arguments, input: input, environment: isolated.merging(environment) { _, new in new })
  }

  /// Models and settings that the machine happens to have must not decide what a test sees.
  private static let isolated = [
    "HF_HUB_CACHE": "/nonexistent", "JINASCOPE_CACHE": "false", "JINASCOPE_MODEL": "",
    "XDG_CONFIG_HOME": "/nonexistent",
  ]

  /// The environment that the program is run in.
  static func environment(_ added: [String: String] = [:]) -> [String: String] {
    merged(isolated.merging(added) { _, new in new })
  }

  /// The caller's environment with variables added; an empty value removes one.
  private static func merged(_ added: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.merging(added) { _, new in new }.filter { added[$0.key] != "" }
  }

  /// Starts a process that hears all signals. It inherits which ones are blocked, and some threads that tests run on block
  /// nearly all: a terminal's server never ended, as it ends itself by a signal.
  static func start(_ process: Process) throws {
    var none = sigset_t()
    var blocked = sigset_t()
    // Safe: both sets live as long as the calls.
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    try process.run()
  }

  /// Runs any command to its end.
  static func runProcess(
    _ executable: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) async throws -> Outcome {
    let folder = try TemporaryFolder()
    let files = (input: folder.path + "/in", output: folder.path + "/out", errors: folder.path + "/err")
    try folder.write(input ?? "", to: "in")
    for name in ["out", "err"] { try folder.write("", to: name) }

    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = merged(environment)
    let handles = [
      try FileHandle(forReadingFrom: URL(fileURLWithPath: files.input)),
      try FileHandle(forWritingTo: URL(fileURLWithPath: files.output)),
      try FileHandle(forWritingTo: URL(fileURLWithPath: files.errors)),
    ]
    process.standardInput = handles[0]
    process.standardOutput = handles[1]
    process.standardError = handles[2]
    let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
      process.terminationHandler = { process in
        let signal = process.terminationReason == .uncaughtSignal
        continuation.resume(returning: signal ? 128 + process.terminationStatus : process.terminationStatus)
      }
      do { try start(process) } catch { continuation.resume(throwing: error) }
    }
    for handle in handles { try handle.close() }
    return Outcome(
      status: status, output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files.output)), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: files.errors)), as: UTF8.self))
  }

  /// Runs a line of bash in which `"$P"` is the program, to its end.
  static func shell(_ line: String, environment: [String: String] = [:]) async throws -> Outcome {
    try await runProcess(
      "/usr/bin/env", ["bash", "-c", "P=\(path); cd \"$TMPDIR_OF_TEST\" 2>/dev/null; \(line)"],
      environment: isolated.merging(environment) { _, new in new })
  }
}
