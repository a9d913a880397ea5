import Foundation
import StrictJSON
import TestSupport
import Testing

/// Which numbers each option changes, and which it does not: what is left out equals what is documented as the default.
@Suite struct OptionEffectTests {
  private static let model = ["--model", Fixture.path("checkpoints/tiny-published")]

  /// The vectors that `embed` prints.
  private func vectors(_ arguments: [String], _ text: String = "a cat sleeps in the sun") async throws -> [[Double]] {
    let items = arguments.contains { $0.hasSuffix(".png") || $0.hasSuffix(".jpg") } ? [] : ["--text", text]
    let run = try await Program.run(["embed"] + Self.model + items + arguments)
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    return try run.lines.map { line in
      let object = try #require(try JSONValue(parsing: Array(line.utf8)).object)
      return try #require(object["embedding"]?.array).compactMap(\.double)
    }
  }

  /// What a command prints as JSON, without the facts.
  private func rows(_ arguments: [String]) async throws -> String {
    let run = try await Program.run(arguments + Self.model + ["--format", "json"])
    #expect(run.status == 0, "\(arguments): \(run.errors)")
    let object = try #require(try JSONValue(parsing: Array(run.output.utf8)).object)
    return text(of: try #require(object["rows"]))
  }

  /// A value with its members in their order, and nothing of how an object finds them.
  private func text(of value: JSONValue) -> String {
    if let object = value.object { return "{\(object.members.map { "\($0.name): \(text(of: $0.value))" })}" }
    if let array = value.array { return "\(array.map(text(of:)))" }
    return "\(value)"
  }

  private func length(_ vector: [Double]) -> Double { vector.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  @Test func embedReadsAsAQueryUnderTheFirstTaskByDefault() async throws {
    let usual = try await vectors([])
    #expect(try await vectors(["--role", "query"]) == usual)
    let passage = try await vectors(["--role", "passage"])
    #expect(passage != usual)
    #expect(try await vectors(["--task", "retrieval.passage"]) == passage)
    let tasks = try await vectors(["--task", "retrieval", "--task", "text-matching", "--task", "code"])
    #expect(Set(tasks).count == 3 && tasks[0] == usual[0])
  }

  @Test func similarityReadsAsAQueryUnderTheFirstTaskByDefault() async throws {
    let command = ["similarity", "--text", "a cat", "--text", "func sort()", "--text", "bread needs salt"]
    let usual = try await rows(command)
    #expect(try await rows(command + ["--role", "query"]) == usual)
    #expect(try await rows(command + ["--task", "retrieval"]) == usual)
    for other in [["--role", "passage"], ["--task", "code"], ["--dimensions", "32"]] {
      #expect(try await rows(command + other) != usual, "\(other)")
    }
  }

  @Test func itemsAreReadAsPassagesWhereTheyAreSearched() async throws {
    let folder = try TemporaryFolder()
    let texts = ["a cat", "func sort()", "bread needs salt"]
    func file(_ role: String?) throws -> String {
      let lines = texts.enumerated().map { index, text in
        "{\"id\":\"\(index)\",\"text\":\"\(text)\"\(role.map { ",\"role\":\"\($0)\"" } ?? "")}\n"
      }
      try folder.write(lines.joined(), to: "\(role ?? "none").jsonl")
      return "\(folder.path)/\(role ?? "none").jsonl"
    }
    let files = (try file(nil), try file("passage"), try file("query"))
    for command in [
      ["search", "an animal"], ["search", "an animal", "--late-interaction"], ["compare", "an animal"],
    ] {
      let usual = try await rows(command + [files.0])
      #expect(try await rows(command + [files.0]) == usual, "\(command)")
      #expect(try await rows(command + [files.1]) == usual, "\(command)")
      #expect(try await rows(command + [files.2]) != usual, "\(command)")
    }
  }

  @Test func tokensAreThoseOfAQueryByDefault() async throws {
    let command = ["tokenize", "--text", "a cat"]
    let usual = try await rows(command)
    #expect(try await rows(command + ["--role", "query"]) == usual)
    #expect(try await rows(command + ["--role", "passage"]) != usual)
  }

  @Test func aCutVectorIsTheBeginningAtUnitLengthInEveryFormat() async throws {
    let whole = try await vectors([])[0]
    #expect(abs(length(whole) - 1) < 1e-5)
    #expect(try await vectors(["--dimensions", "\(whole.count)"])[0] == whole)
    let folder = try TemporaryFolder()
    for dimensions in [16] {
      let cut = try await vectors(["--dimensions", "\(dimensions)"])[0]
      let beginning = Array(whole[..<dimensions])
      let scale = 1 / length(beginning)
      #expect(cut.count == dimensions && abs(length(cut) - 1) < 1e-6)
      #expect(zip(cut, beginning).allSatisfy { abs($0 - $1 * scale) < 1e-6 })
      for format in ["npy", "safetensors"] {
        let path = "\(folder.path)/\(dimensions).\(format)"
        let run = try await Program.run(
          ["embed"] + Self.model + ["--text", "a cat sleeps in the sun", "--dimensions", "\(dimensions)"]
            + ["--format", format, "--output", path])
        #expect(run.status == 0, "\(run.errors)")
        // The only vector is what such a file ends with.
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))).suffix(dimensions * 4)
        let found = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
          Double(Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }))
        }
        #expect(zip(found, cut).allSatisfy { abs($0 - $1) < 1e-7 } && found.count == cut.count, "\(format)")
      }
    }
  }

  @Test func precisionAndWeightsChangeAsMuchAsTheySayAndNothingByDefault() async throws {
    let usual = try await vectors([])
    for same in [
      ["--precision", "exact", "--weights", "stored"], ["--threads", "1", "--batch-tokens", "1"], ["--low-memory"],
    ] {
      #expect(try await vectors(same) == usual, "\(same)")
    }
    // What `fast` rounds depends on the processor.
    for (other, least) in [(["--precision", "fast"], 0.99), (["--weights", "int8"], 0.9)] {
      let vector = try await vectors(other)[0]
      let cosine = zip(vector, usual[0]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(cosine > least && (vector != usual[0] || other.contains("fast")), "\(other): \(cosine)")
      #expect(abs(length(vector) - 1) < 1e-5)
    }
  }

  @Test func pixelsAndOrientationChangePicturesAlone() async throws {
    let (large, turned) = (Fixture.path("images/rgb-333x250.png"), Fixture.path("images/jpeg-orientation-6.jpg"))
    let usual = try await vectors([large])
    #expect(try await vectors([large, "--exif-orientation", "--max-pixels", "602112"]) == usual)
    #expect(try await vectors([large, "--max-pixels", "20000"]) != usual)
    #expect(try await vectors([turned, "--exif-orientation"]) != vectors([turned]))
    #expect(try await vectors(["--exif-orientation", "--max-pixels", "20000"]) == vectors([]))
  }
}
