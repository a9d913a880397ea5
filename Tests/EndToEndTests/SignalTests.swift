import Foundation
import TestSupport
import Testing

/// Signals to commands, in every state in which they wait.
@Suite struct SignalTests {
  /// What keeps the program waiting.
  enum Wait: String, CaseIterable, Sendable {
    case standardInput, pipe, textPipe, configuration, script, fullOutput, fullHelp, fullErrors, fullLog, reader,
      dialogue
  }

  /// A named pipe that takes no more.
  private func fullPipe(_ path: String) throws -> FileHandle {
    // Safe: the path outlives the call.
    let descriptor = unsafe open(path, O_RDWR | O_NONBLOCK)
    let bytes = [UInt8](repeating: 0, count: 4096)
    // Safe: all bytes of the array are written.
    while unsafe write(descriptor, bytes, bytes.count) > 0 {}
    _ = fcntl(descriptor, F_SETFL, 0)
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  /// Starts the program so that it waits.
  private func waiting(for wait: Wait, in folder: TemporaryFolder) throws -> RunningProgram {
    for name in ["input", "full", "p.jsonl", "p.txt"] { try folder.makePipe(name) }
    let path = folder.path
    switch wait {
    case .standardInput: return try RunningProgram(["embed", "-"], input: .path(path + "/input"))
    case .pipe: return try RunningProgram(["embed", path + "/p.jsonl"])
    case .textPipe: return try RunningProgram(["search", "x", path + "/p.txt"])
    case .configuration: return try RunningProgram(["embed", "--text", "x", "--config", path + "/input"])
    case .script: return try RunningProgram(["explore", "--script", path + "/input"])
    case .fullOutput:
      let full = try fullPipe(path + "/full")
      return try RunningProgram(["embed", "--text", "x"], output: .handle(full))
    case .fullHelp:
      let full = try fullPipe(path + "/full")
      return try RunningProgram(["--help"], output: .handle(full))
    case .fullErrors:
      let full = try fullPipe(path + "/full")
      return try RunningProgram(["samples", path + "/samples"], errors: .handle(full))
    case .fullLog:
      let full = try fullPipe(path + "/full")
      return try RunningProgram(["embed", "--text", "x", "--log-level", "trace"], errors: .handle(full))
    case .reader: return try RunningProgram(["embed", "--text", "x", "--output", path + "/p.jsonl"])
    case .dialogue:
      return try RunningProgram(
        ["explore", "--accessible", "--fresh"], input: .path(path + "/input"),
        environment: ["XDG_STATE_HOME": path + "/state"])
    }
  }

  @Test(arguments: Wait.allCases)
  func theFirstSignalEndsWhateverIsAwaited(wait: Wait) async throws {
    for signal in wait == .standardInput ? [SIGTERM, SIGINT, SIGHUP, SIGQUIT] : [SIGTERM, SIGINT] {
      let folder = try TemporaryFolder()
      let program = try waiting(for: wait, in: folder)
      try await program.waitUntilItSleeps()
      let start = ContinuousClock.now
      program.send(signal)
      #expect(try await program.status() == 128 + signal, "\(wait)")
      #expect(ContinuousClock.now - start < .seconds(2), "\(wait), signal \(signal)")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGALRM, SIGSEGV, SIGABRT])
  func anInterruptedFileIsNotThere(signal: Int32) async throws {
    let folder = try TemporaryFolder()
    try folder.write("precious", to: "out.jsonl")
    let items = (0..<20_000).map { "{\"text\":\"text number \($0)\"}\n" }.joined()
    try folder.write(items, to: "items.jsonl")
    let program = try RunningProgram(
      ["embed", "items.jsonl", "--output", "out.jsonl", "--threads", "1"], folder: folder.path)
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    for _ in 0..<3000 where try files().count < 3 { try await Task.sleep(for: .milliseconds(10)) }
    #expect(try files().first?.hasSuffix(".partial") == true)
    program.send(signal)
    #expect(try await program.status() == 128 + signal)
    #expect(try files() == ["items.jsonl", "out.jsonl"])
    #expect(try String(contentsOfFile: folder.path + "/out.jsonl", encoding: .utf8) == "precious")
  }

  @Test func whatAKilledProcessLeftIsRemovedByTheNextOne() async throws {
    let folder = try TemporaryFolder()
    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    let items = (0..<20_000).map { "{\"text\":\"text number \($0)\"}\n" }.joined()
    try folder.write(items, to: "items.jsonl")
    func writing(_ name: String) throws -> RunningProgram {
      try RunningProgram(["embed", "items.jsonl", "--output", name, "--threads", "1"], folder: folder.path)
    }
    let killed = try writing("killed.jsonl")
    for _ in 0..<3000 where try files().count < 2 { try await Task.sleep(for: .milliseconds(10)) }
    killed.send(SIGKILL)
    #expect(try await killed.status() == 137)
    let left = try files().filter { $0.hasSuffix(".partial") }
    #expect(left.count == 1)
    // One that is being written stays.
    let living = try writing("living.jsonl")
    for _ in 0..<3000 where try files().filter({ $0.hasSuffix(".partial") }) == left {
      try await Task.sleep(for: .milliseconds(10))
    }
    let present = try files().filter { $0.hasSuffix(".partial") }
    #expect(present.count == 1 && present != left)
    let run = try await Program.run(["embed", "--text", "x", "--output", folder.path + "/x.jsonl"])
    #expect(run.status == 0)
    #expect(try files() == (present + ["items.jsonl", "x.jsonl"]).sorted())
    living.send(SIGTERM)
    #expect(try await living.status() == 143)
    #expect(try files() == ["items.jsonl", "x.jsonl"])
  }

  @Test func aSignalThatTheParentIgnoresStaysIgnored() async throws {
    let run = try await Program.shell(
      "trap '' HUP; \"$P\" embed - < <(sleep 1.5; echo '{\"text\":\"x\"}') > /dev/null & sleep 1; kill -HUP $!; wait $!"
    )
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test(arguments: ["enable=yes,interactive=yes", "enable=tty", "enable=no", ""])
  func aCrashWaitsForNobody(settings: String) async throws {
    let folder = try TemporaryFolder()
    try folder.makePipe("input")
    try folder.write("", to: "errors")
    let program = try RunningProgram(
      ["embed", "-"], input: .path(folder.path + "/input"), errors: .path(folder.path + "/errors"),
      environment: ["SWIFT_BACKTRACE": settings])
    try await program.waitUntilItSleeps()
    program.send(SIGSEGV)
    #expect(try await program.status() == 139)
    let errors = try String(contentsOfFile: folder.path + "/errors", encoding: .utf8)
    #expect(errors.contains("crashed (SIGSEGV)"), "\(errors)")
  }
}
