import ArgumentParser
import Foundation
import ModelHub

/// `jinascope models`.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models on this machine, complete or not.",
    discussion: """
      Searches the Hugging Face cache (HF_HUB_CACHE, HF_HOME, or ~/.cache/huggingface/hub) and the bundled model.

      Examples:
        jinascope models
        HF_HUB_CACHE=/data/hub jinascope models
      """)

  @OptionGroup var log: LogOptions

  func run() throws {
    try log.start()
    let locator = ModelLocator(environment: ProcessInfo.processInfo.environment)
    var table = Table([.left("model"), .left("revision"), .right("MB"), .left("state"), .left("folder")])
    for model in locator.installedModels() {
      let missing = model.folder.missing.joined(separator: ", ")
      let state = model.folder.problem ?? (missing.isEmpty ? "complete" : "missing \(missing)")
      table.append([
        model.name, model.revision.map { String($0.prefix(12)) } ?? "", "\(model.folder.byteCount / 1_000_000)", state,
        model.folder.path,
      ])
    }
    for line in table.lines { try Destination.print(line: line) }
  }
}
