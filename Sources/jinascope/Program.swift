import ArgumentParser
import Files
import Foundation
import Tensors
import TerminalUI
import Threading

/// Where the program begins: commands that compute run as a task that an interrupt cancels; the explorer runs on the
/// main thread, which owns the terminal.
@main
enum Program {
  @MainActor
  static func main() async {
    ProcessGuard.begin(name: "jinascope \(Jinascope.version)")
    do {
      var command = try Jinascope.parseAsRoot()
      if let problem = InstructionSet.problem(environment: ProcessInfo.processInfo.environment) {
        throw EnvironmentProblem(description: problem)
      }
      guard let computing = command as? any AsyncParsableCommand else {
        try command.run()
        return
      }
      let work = Task.detached {
        var running = computing
        try await running.run()
      }
      // It watches to the end: the end itself may have to wait for a reader.
      let interruption = Interruption { work.cancel() }
      defer { withExtendedLifetime(interruption) {} }
      try await work.value
    } catch {
      end(with: error)
    }
  }

  /// Says what went wrong and ends the program with the status of it.
  private static func end(with error: any Error) -> Never {
    let status = exitStatus(of: error)
    switch status {
    case .interrupted:
      let signal = (error as? EndedBySignal)?.signal ?? Interruption.endingSignal
      // Whoever wants the end does not wait for the reader of this.
      StandardStream.error.offer(Array("jinascope: interrupted\n".utf8))
      exit(signal.map { 128 + $0 } ?? ExitStatus.interrupted.rawValue)
    case .nobodyReads: break
    case nil: sayOfCommandLine(error)
    default: Destination.remark("jinascope: \(error)")
    }
    exit(status?.rawValue ?? Jinascope.exitCode(for: error).rawValue)
  }

  /// What the parser of the command line has to say: help goes to standard output, anything else to standard error.
  private static func sayOfCommandLine(_ error: any Error) {
    let text = Jinascope.fullMessage(for: error)
    if text.isEmpty { return }
    guard Jinascope.exitCode(for: error) == .success else {
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) { Destination.remark(String(line)) }
      return
    }
    do { try Destination.print(line: text) } catch { end(with: error) }
  }
}

/// A signal asked the explorer to end.
struct EndedBySignal: Error {
  let signal: Int32
}
