import ArgumentParser
import EmbeddingEngine
import Embeddings
import Explorer
import Imaging
import Tensors
import TerminalUI
import TestSupport
import Testing

@testable import jinascope

/// What options, the configuration and the environment make of how the model and the explorer run, without running them.
@Suite struct SettingEffectTests {
  private func options(_ arguments: [String], configuration: String = "") throws -> EngineOptions {
    let folder = try TemporaryFolder()
    try folder.write(configuration, to: "config.toml")
    let model = try ModelOptions.parse(arguments + ["--config", folder.path + "/config.toml"])
    return model.engineOptions(try ProgramConfiguration(model.configuration))
  }

  @Test func everyOptionReachesTheEngine() throws {
    for (arguments, wanted) in [
      ([], EngineOptions()), (["--precision", "fast"], EngineOptions(precision: .fast)),
      (["--weights", "int8"], EngineOptions(weights: .int8)), (["--low-memory"], EngineOptions(lowMemory: true)),
      (["--threads", "3"], EngineOptions(threads: 3)), (["--batch-tokens", "7"], EngineOptions(batchTokens: 7)),
      (["--max-pixels", "20000"], EngineOptions(maximumPixels: 20000)),
      (["--max-decode-pixels", "9"], EngineOptions(maximumDecodedPixels: 9)),
      (["--exif-orientation"], EngineOptions(appliesOrientation: true)),
    ] as [([String], EngineOptions)] {
      #expect(try options(arguments) == wanted, "\(arguments)")
    }
  }

  @Test func theCommandLineComesBeforeTheConfiguration() throws {
    let file = "precision = \"fast\"\nweights = \"int8\"\nthreads = 3\n"
    #expect(try options([], configuration: file) == EngineOptions(threads: 3, precision: .fast, weights: .int8))
    let all = ["--precision", "exact", "--weights", "stored", "--threads", "2"]
    #expect(try options(all, configuration: file) == EngineOptions(threads: 2))
    // Weights in 8 bits would be packed in memory.
    let low = try options(["--low-memory"], configuration: file)
    #expect(low == EngineOptions(threads: 3, precision: .fast, lowMemory: true))
  }

  @Test func everySettingReachesTheExplorer() throws {
    let model = ModelDescription(
      name: "none", directory: "/none", notice: nil,
      adapters: ["retrieval", "code"].map {
        .init(task: EmbeddingTask($0), rank: 1, alpha: 1, parameterCount: 1, file: "adapter_model.safetensors")
      }, matryoshkaDimensions: [16, 32], multiVectorDimension: nil, readsImages: false, contextLength: 512,
      layerCount: 1, parameterCount: 1, tensorCount: 1, byteCount: 4, storedTypes: "F32", fingerprint: nil,
      instructionSet: "scalar", threadCount: 1)
    let folder = try TemporaryFolder()
    try folder.write(
      "mouse = false\ntheme = \"light\"\ncolor-map = \"gray\"\nrole = \"passage\"\ntask = \"code\"\ndimensions = 16\n",
      to: "config.toml")
    let options = try ModelOptions.parse(["--config", folder.path + "/config.toml"]).configuration
    var configuration = try ProgramConfiguration(options, environment: ["JINASCOPE_DIMENSIONS": "32"])
    let preferences = configuration.preferences(for: model)
    #expect(!preferences.hasMouse && preferences.theme == .light && preferences.colormap == .gray)
    #expect(preferences.role == .passage && preferences.task == EmbeddingTask("code") && preferences.dimensions == 32)
    var unset = ProgramConfiguration.unset
    #expect(unset.preferences(for: model).hasMouse && unset.preferences(for: model).theme == nil)
  }

  @Test func theEnvironmentTakesColorsAwayThatTheConfigurationGives() throws {
    let folder = try TemporaryFolder()
    try folder.write("color = \"256\"\n", to: "config.toml")
    let options = try ModelOptions.parse(["--config", folder.path + "/config.toml"]).configuration
    for (environment, depth) in [
      ([:], .palette256), (["NO_COLOR": ""], .palette256), (["NO_COLOR": "1"], nil),
      // Who sets both variables means the program's own.
      (["NO_COLOR": "1", "JINASCOPE_COLOR": "mono"], .mono),
    ] as [([String: String], ColorDepth?)] {
      #expect(try ProgramConfiguration(options, environment: environment).colorDepth == depth, "\(environment)")
    }
  }

  @Test func whatIsDrawnIsDecodedAsTheModelDecodesIt() throws {
    let decoder = try ModelOptions.parse(["--exif-orientation", "--max-decode-pixels", "9"]).imageDecoder
    #expect(decoder.appliesOrientation && decoder.maximumPixels == 9)
  }
}
