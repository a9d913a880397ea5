import Foundation
import TestSupport
import Testing

/// `jinascope bench` and `jinascope info --measure` on the bundled model.
@Suite struct BenchTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func benchTimesTheCasesAskedForBesideWhatTheMachineCanDo() async throws {
    let run = try await Program.run([
      "bench", "query-4", "texts-3x5", "adapters-2", "image-56", "--rounds", "3", "--precision", "fast", "--format",
      "json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let report = try object(run.output)
    let cases = try #require(report["cases"] as? [[String: Any]])
    #expect(cases.map { $0["case"] as? String } == ["query-4", "texts-3x5", "adapters-2", "image-56"])
    #expect(cases.map { $0["rows"] as? Int } == [4, 15, 6, 16])
    #expect(cases.map { $0["items"] as? Int } == [1, 3, 3, 1])
    for result in cases {
      let rounds = try #require(result["round_ms"] as? [Double])
      let (median, floor) = (result["median_ms"] as? Double ?? 0, result["floor_ms"] as? Double ?? 0)
      #expect(rounds.count == 3 && median == rounds.sorted()[1] && floor > 0)
      #expect(abs((result["ratio_to_floor"] as? Double ?? 0) - median / floor) < 1e-6 * median / floor)
    }
    let ceilings = try #require(report["ceilings"] as? [String: Any])
    #expect(ceilings["bytes_per_second"] as? Double ?? 0 > 1e8)
    let distance = try #require(report["cosine_distance"] as? [String: Any])
    #expect(distance["texts"] as? Double ?? 1 < 5e-4 && distance["picture"] as? Double ?? 1 < 5e-4)
  }

  @Test func benchPrintsATableAndNoDistanceForTheExactWay() async throws {
    let run = try await Program.run(["bench", "query-4", "--rounds", "1"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.lines.contains { $0.hasPrefix("query-4 ") } && run.output.contains("GB/s"))
    #expect(!run.output.contains("distance"))
  }

  @Test func benchBeginsAsConfiguredAndTheCommandLineComesFirst() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "threads = 1\nprecision = \"fast\"\nweights = \"int8\"\nmodel = \"\(Goldens.directory(of: "tiny-published"))\"\n",
      to: "config.toml")
    func report(_ arguments: [String], environment: [String: String] = [:]) async throws -> [String?] {
      let run = try await Program.run(
        ["bench", "query-4", "--rounds", "1", "--format", "json", "--config", folder.path + "/config.toml"] + arguments,
        environment: environment)
      #expect(run.status == 0, "\(run.errors)")
      let members = try object(run.output)
      return ["model", "threads", "precision", "weights"].map { name in members[name].map { "\($0)" } }
    }
    #expect(try await report([]) == ["tiny-published", "1", "fast", "int8"])
    #expect(try await report(["--low-memory"]) == ["tiny-published", "1", "fast", "stored"])
    let model = Goldens.directory(of: "tiny-merged")
    #expect(
      try await report(
        ["--precision", "exact", "--weights", "stored"],
        environment: ["JINASCOPE_THREADS": "2", "JINASCOPE_MODEL": model]) == ["tiny-merged", "2", "exact", "stored"])
    #expect(try await report(["--threads", "3", "--model", model]) == ["tiny-merged", "3", "fast", "int8"])
  }

  @Test(arguments: [
    ["query"], ["query-0"], ["texts-3"], ["image-56x56"], ["query-4", "--rounds", "0"], ["--keep", "somewhere"],
    ["--synthetic", "--model", "somewhere"], ["--weights", "int8", "--low-memory"],
  ])
  func benchRefusesWhatItCannotTime(arguments: [String]) async throws {
    let run = try await Program.run(["bench"] + arguments)
    #expect(run.status == 64 && run.output.isEmpty && run.errors.contains("Error"))
  }

  @Test func eightBitWeightsSayWhatTheyCost() async throws {
    let run = try await Program.run(["bench", "query-4", "--rounds", "1", "--weights", "int8"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("cosine distance from exact"))
    let info = try await Program.run(["info", "--measure", "--format", "json"])
    #expect(info.status == 0, "\(info.errors)")
    let distances = try #require(try object(info.output)["cosine_distance"] as? [String: [String: Double]])
    let (fast, int8) = (try #require(distances["fast"]), try #require(distances["int8"]))
    #expect(fast["texts"] ?? 1 < 5e-4 && fast["picture"] ?? 1 < 5e-4)
    #expect(int8["texts"] ?? 0 > fast["texts"] ?? 1 && int8["texts"] ?? 1 < 5e-3 && int8["picture"] ?? 1 < 5e-3)
  }

  @Test func interruptedSyntheticWeightsAreRemoved() async throws {
    let folder = try TemporaryFolder()
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
    // Without room for the weights the command says so, and there is nothing to interrupt.
    guard ((attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0) > 10_000_000_000 else { return }
    // Ends the program as soon as the first weights are there.
    let script = """
      "$0" bench --synthetic & program=$!
      while kill -0 $program && [ -z "$(find "$TMPDIR" -name '*.safetensors')" ]; do sleep 0.02; done
      kill -TERM $program; wait $program
      """
    let run = try await Program.runProcess(
      "/bin/bash", ["-c", script, Program.path], environment: ["TMPDIR": folder.path])
    #expect(run.status == 143, "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
