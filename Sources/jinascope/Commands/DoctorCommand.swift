import ArgumentParser
import EmbeddingEngine
import Embeddings
import Foundation
import ModelHub

/// `doctor` found something that keeps the program from working.
struct ProblemsFound: Error, CustomStringConvertible {
  let count: Int
  var description: String { "\(count) problem\(count == 1 ? "" : "s") found; see above for fixes" }
}

/// `jinascope doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the installation and suggest fixes.",
    discussion: """
      The exit status is 0 if there are no problems or only warnings, else 1.

      Examples:
        jinascope doctor
        jinascope doctor --model jinaai/jina-embeddings-v4
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var log: LogOptions

  /// What one check found.
  struct Finding {
    enum Verdict: String {
      case fine = "ok"
      case warning
      case problem
    }

    let subject: String
    let verdict: Verdict
    let text: String
    var remedy: String?
  }

  func run() async throws {
    try log.start()
    let configuration = try ProgramConfiguration(model.configuration)
    var findings = SystemChecks.all + [SystemChecks.configuration(configuration)]
    do {
      let located = try model.locate(configuration)
      findings += Self.model(located)
      let engine = try model.open(located, configuration)
      findings += engine.model.assumptions.map { Finding(subject: "model", verdict: .warning, text: $0) }
      findings.append(SystemChecks.memory(for: engine.model))
      findings += try await Self.embedding(with: engine)
    } catch {
      findings.append(
        Finding(
          subject: "model", verdict: .problem, text: "\(error)",
          remedy: "run `jinascope models` to see what is installed"))
    }
    findings += Self.incompleteModels
    for finding in findings {
      try Destination.print(lines: ["[\(finding.verdict.rawValue)] \(finding.subject): \(finding.text)"])
      if let remedy = finding.remedy { try Destination.print(lines: ["     → \(remedy)"]) }
    }
    let problems = findings.count { $0.verdict == .problem }
    if problems > 0 { throw ProblemsFound(count: problems) }
  }

  /// Which model was found, and why.
  private static func model(_ located: LocatedModel) -> [Finding] {
    let found = Finding(subject: "model", verdict: .fine, text: "\(located.name) in \(located.directory)")
    guard let remark = located.remark else { return [found] }
    return [
      found,
      Finding(
        subject: "model", verdict: .warning, text: remark,
        remedy: "fetch it with: hf download \(HubRepository.jinaEmbeddingsV4), or name a model with --model"),
    ]
  }

  /// The models in the cache of which something is missing or cannot be read.
  private static var incompleteModels: [Finding] {
    let locator = ModelLocator(environment: ProcessInfo.processInfo.environment)
    return locator.installedModels().filter { !$0.folder.isComplete }.map { model in
      let missing = "missing: \(model.folder.missing.joined(separator: ", "))"
      return Finding(
        subject: "cache", verdict: .warning,
        text: "\(model.name) in \(model.folder.path) is incomplete (\(model.folder.problem ?? missing))",
        remedy: "fetch the rest with: hf download \(model.name)"
          + (model.revision.map { " --revision \($0)" } ?? ""))
    }
  }

  /// Embeds a text twice under every task and looks whether the vectors are what vectors must be.
  private static func embedding(with engine: any Embedder) async throws -> [Finding] {
    let requests = ["A known text.", "A known text.", "Quite another one."].map {
      EmbeddingRequest(.text($0, .query), tasks: engine.model.tasks)
    }
    let start = ContinuousClock.now
    let results = try await engine.results(of: requests)
    let elapsed = durationText(ContinuousClock.now - start)
    let isSound = results[0].indices.allSatisfy { task in
      let vectors = results.map { $0[task].vector }
      let length = vectors[0].values.reduce(0.0) { $0 + Double($1) * Double($1) }
      return abs(length - 1) < 1e-4 && vectors[0].cosineSimilarity(to: vectors[1]) > 0.99999
        && vectors[0].cosineSimilarity(to: vectors[2]) < 0.99999
    }
    let text = "three texts under \(engine.model.tasks.count) tasks in \(elapsed)"
    return isSound
      ? [Finding(subject: "embedding", verdict: .fine, text: "\(text); of unit length, the same for the same text")]
      : [
        Finding(
          subject: "embedding", verdict: .problem, text: "\(text), but the vectors are wrong",
          remedy: "set JINASCOPE_ISA=scalar; if that helps, report the processor and the model")
      ]
  }
}
