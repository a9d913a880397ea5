import ArgumentParser
import Foundation
import Tensors
import Threading

/// Where the program begins: commands that compute run as a task that an interrupt cancels; the explorer runs on the
/// main thread, which owns the terminal.
@main
enum Program {
  @MainActor
  static func main() async {
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
      let interruption = Interruption { work.cancel() }
      defer { interruption.stop() }
      try await work.value
    } catch {
      end(with: error)
    }
  }

  /// Says what went wrong and ends the program with the status of it.
  private static func end(with error: any Error) -> Never {
    let status = exitStatus(of: error)
    switch status {
    case .interrupted: Destination.remark("jinascope: interrupted")
    case nil: Jinascope.exit(withError: error)
    default: Destination.remark("jinascope: \(error)")
    }
    exit(status?.rawValue ?? ExitStatus.bug.rawValue)
  }
}
