import ArgumentParser
import Foundation
import ModelHub
import Reports

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
    var table = Table([.text("model"), .text("revision"), .integer("MB"), .text("state"), .text("folder")])
    for model in locator.installedModels() {
      let missing = model.folder.missing.joined(separator: ", ")
      let state = model.folder.problem ?? (missing.isEmpty ? "complete" : "missing \(missing)")
      table.append([
        .text(model.name), Field(model.revision.map { String($0.prefix(12)) }),
        .integer(model.folder.byteCount / 1_000_000), .text(state), .text(model.folder.path),
      ])
    }
    try Destination.print(lines: table.lines)
  }
}
