import Embeddings
import Foundation
import Imaging
import NcursesTerminal
import Tensors

/// What `doctor` looks at beside the model.
enum SystemChecks {
  typealias Finding = DoctorCommand.Finding

  /// The checks that need no model.
  static var all: [Finding] { [instructionSet, libraries, locale, terminal] }

  private static var instructionSet: Finding {
    let name = InstructionSet.current
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let text = "\(name), \(cores) core\(cores == 1 ? "" : "s")"
    guard name == "scalar" else { return Finding(subject: "processor", verdict: .fine, text: text) }
    return Finding(
      subject: "processor", verdict: .warning, text: "\(text): no vector instructions in use",
      remedy: "unset JINASCOPE_ISA, or use a processor with AVX2 or NEON")
  }

  private static var libraries: Finding {
    let versions = ImageLibraries.versions + [NcursesTerminal.libraryVersion, MatrixLibrary.version]
    return Finding(subject: "libraries", verdict: .fine, text: versions.joined(separator: "; "))
  }

  private static var locale: Finding {
    let environment = ProcessInfo.processInfo.environment
    let value = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUTF8 = value.uppercased().replacing("-", with: "").hasSuffix("UTF8")
    return isUTF8
      ? Finding(subject: "locale", verdict: .fine, text: value)
      : Finding(
        subject: "locale", verdict: .warning, text: "\(value.isEmpty ? "none" : value) is not UTF-8",
        remedy: "export LC_ALL=C.UTF-8 (the explorer does so itself if it can)")
  }

  private static var terminal: Finding {
    let environment = ProcessInfo.processInfo.environment
    let name = environment["TERM"] ?? ""
    guard isatty(STDOUT_FILENO) != 0, !name.isEmpty, name != "dumb" else {
      return Finding(
        subject: "terminal", verdict: .warning, text: "none here (TERM=\(name))",
        remedy: "the explorer needs one; the other commands do not")
    }
    let colors = environment["COLORTERM"].map { ", COLORTERM=\($0)" } ?? ""
    return Finding(subject: "terminal", verdict: .fine, text: "\(name)\(colors)")
  }

  /// Whether every line of the configuration holds.
  static func configuration(_ configuration: ProgramConfiguration) -> Finding {
    var checked = configuration
    checked.checkKeys()
    guard let first = checked.problems.first else {
      return Finding(subject: "configuration", verdict: .fine, text: configuration.path)
    }
    let others = checked.problems.count - 1
    return Finding(
      subject: "configuration", verdict: .warning, text: first + (others > 0 ? " (and \(others) more)" : ""),
      remedy: "run `jinascope config show` to see what is in force")
  }

  /// Whether the model's weights fit into the memory that is there.
  static func memory(for model: ModelDescription) -> Finding {
    let total = Int(ProcessInfo.processInfo.physicalMemory)
    let text = "\(total / 1_000_000) MB, the weights are \(model.byteCount / 1_000_000) MB"
    return model.byteCount < total / 10 * 9
      ? Finding(subject: "memory", verdict: .fine, text: text)
      : Finding(
        subject: "memory", verdict: .warning, text: "\(text): every pass reads them from disk again",
        remedy: "close other programs, or use a machine with more memory")
  }
}
