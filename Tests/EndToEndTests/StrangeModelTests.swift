import Foundation
import Safetensors
import Tensors
import TestSupport
import Testing

/// Whatever is wrong with a model or the machine: never another model's numbers without a word, never a number that is
/// none, never a crash.
@Suite struct StrangeModelTests {
  private static let bundledAnswers = "so the bundled demonstration model answers"

  @Test(arguments: [
    ["embed", "--text", "x"], ["search", "x", "--text", "y"], ["tokenize", "--text", "x"], ["info"],
    ["explore", "--script", "-"],
  ])
  func theBundledModelSaysOnceThatItAnswersWhereNobodyNamedIt(arguments: [String]) async throws {
    let run = try await Program.run(arguments, input: ":quit\n")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.components(separatedBy: Self.bundledAnswers).count == 2, "\(run.errors)")
    #expect(run.errors.contains("/nonexistent"))
    let option = arguments == ["info"] ? [] : ["--model"]
    let named = try await Program.run(
      arguments + option + [Goldens.directory(of: "tiny-published")], input: ":quit\n")
    #expect(named.status == 0 && !named.errors.contains("bundled"), "\(named.errors)")
  }

  @Test func noOtherModelAnswersForAPublishedOneThatIsNotWhole() async throws {
    let folder = try TemporaryFolder()
    let commit = String(repeating: "0123456789", count: 4)
    let root = "hub/models--jinaai--jina-embeddings-v4"
    try folder.makeFolder(root + "/snapshots")
    try folder.copy(Goldens.directory(of: "tiny-published"), to: "\(root)/snapshots/\(commit)")
    try folder.write(commit, to: root + "/refs/main")
    let places = [
      ["HF_HUB_CACHE": folder.path + "/hub"], ["HF_HUB_CACHE": "", "HF_HOME": "$BASE", "BASE": folder.path],
      ["HF_HUB_CACHE": "", "HF_HOME": "~", "HOME": folder.path],
      ["HF_HUB_CACHE": "${BASE}/hub", "BASE": folder.path],
    ]
    for environment in places {
      let run = try await Program.run(["info"], environment: environment)
      #expect(run.status == 0 && run.output.contains("jinaai/jina-embeddings-v4"), "\(run.errors)")
      #expect(run.errors.isEmpty)
    }
    for missing in ["model-00002-of-00002.safetensors", "adapters", "tokenizer.json", "config.json"] {
      try FileManager.default.moveItem(
        atPath: "\(folder.path)/\(root)/snapshots/\(commit)/\(missing)", toPath: folder.path + "/kept")
      for environment in missing == "adapters" ? places : [places[0]] {
        let run = try await Program.run(["embed", "--text", "x"], environment: environment)
        #expect(run.status == 66 && run.output.isEmpty, "\(missing): \(run.errors)")
        #expect(run.errors.contains(missing) && run.errors.contains("hf download"), "\(run.errors)")
      }
      let doctor = try await Program.run(["doctor"], environment: places[0])
      #expect(doctor.status == 1, "\(doctor.output)")
      #expect(doctor.output.contains("[warning] cache: jinaai/jina-embeddings-v4"), "\(doctor.output)")
      try FileManager.default.moveItem(
        atPath: folder.path + "/kept", toPath: "\(folder.path)/\(root)/snapshots/\(commit)/\(missing)")
    }
  }

  @Test func aCheckpointWithoutItsAdaptersIsIncompleteEverywhere() async throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.folder.remove("adapters")
    for arguments in [["embed", "--text", "x", "--model"], ["info"]] {
      let run = try await Program.run(arguments + [checkpoint.folder.path])
      #expect(run.status == 66 && run.output.isEmpty && run.errors.contains("adapters/adapter_model.safetensors"))
    }
  }

  @Test func whatIsAssumedOfAModelIsSaid() async throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    try checkpoint.folder.remove("preprocessor_config.json")
    let picture = Fixture.path("images/rgb-56x56.png")
    let run = try await Program.run(["embed", picture, "--model", checkpoint.folder.path])
    #expect(run.status == 0 && run.errors.contains("pictures are prepared as for the published model"), "\(run.errors)")
    let info = try await Program.run(["info", checkpoint.folder.path, "--format", "json"])
    #expect(info.output.contains("\"assumptions\":[\""), "\(info.output)")
  }

  @Test(arguments: [Float.nan, .infinity]) func aNumberThatIsNoneIsNeverWritten(value: Float) async throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-published")
    let name = "model.layers.1.mlp.up_proj.weight"
    let files = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    for file in files {
      try checkpoint.rewrite(file) { other, tensor in
        guard other == name else { return (other, tensor) }
        var values = tensor.floats()
        values[7] = value
        return (other, StoredTensor(values, shape: tensor.shape))
      }
    }
    let folder = try TemporaryFolder()
    let output = folder.path + "/out"
    let commands: [[String]] =
      ["jsonl", "npy", "safetensors"].map { ["embed", "--text", "x", "--format", $0, "--output", output] }
      + [
        ["embed", "--text", "x"], ["search", "x", "--text", "y"], ["similarity", "--text", "x", "--text", "y"],
        ["sweep", "x", "--text", "y", "--text", "z"], ["compare", "x", "--text", "y", "--text", "z"],
        ["maxsim", "x", "--text", "y"], ["embed", "--text", "x", "--weights", "int8"],
        ["embed", "--text", "x", "--precision", "fast"],
      ]
    for command in commands {
      let run = try await Program.run(command + ["--model", checkpoint.folder.path])
      #expect(run.status == 65 && run.output.isEmpty && run.errors.contains(name), "\(command): \(run.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
    let doctor = try await Program.run(["doctor", "--model", checkpoint.folder.path])
    #expect(doctor.status == 1 && doctor.output.contains(name), "\(doctor.output)")
  }

  @Test func anInstructionSetThatIsNoneOrNotHereIsAnError() async throws {
    for name in ["sse9", "AVX2", "neonn", "avx512 "] {
      let run = try await Program.run(["embed", "--text", "x"], environment: ["JINASCOPE_ISA": name])
      #expect(run.status == 64 && run.output.isEmpty && run.errors.contains("JINASCOPE_ISA"), "\(run.errors)")
    }
    for name in ["scalar", ""] {
      let run = try await Program.run(["embed", "--text", "x"], environment: ["JINASCOPE_ISA": name])
      #expect(run.status == 0, "\(run.errors)")
    }
  }

  #if os(Linux)
    @Test(arguments: [60_000, 200_000, 300_000, 420_000, 500_000])
    func tooLittleAddressSpaceIsASentence(kilobytes: Int) async throws {
      let run = try await Program.runProcess(
        "/bin/sh",
        ["-c", "ulimit -c 0; ulimit -v \(kilobytes); exec \"$@\"", "-", Program.path, "embed", "--text", "x"],
        environment: ["HF_HUB_CACHE": "/nonexistent", "JINASCOPE_MODEL": ""])
      // Before the program itself begins, the system's own sentence.
      let isStarted = !run.errors.contains("error while loading shared libraries")
      #expect(run.status == (isStarted ? 74 : 127) && run.output.isEmpty, "\(run.status) \(run.errors)")
      #expect(!isStarted || run.errors.contains("ulimit -v"), "\(run.errors)")
    }
  #endif

  @Test func moreThreadsThanAnybodyHasAreFewerWithAWord() async throws {
    let run = try await Program.run(["embed", "--text", "x", "--threads", "100000"])
    #expect(run.status == 0 && run.errors.contains("--threads 100000 is too many"), "\(run.errors)")
    let set = try await Program.run(["embed", "--text", "x"], environment: ["JINASCOPE_THREADS": "100000"])
    #expect(set.status == 0 && set.errors.contains("JINASCOPE_THREADS"), "\(set.errors)")
  }
}
