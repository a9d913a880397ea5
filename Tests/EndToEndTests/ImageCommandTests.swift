import Foundation
import TestSupport
import Testing

/// Pictures on the command line, with the bundled model.
@Suite struct ImageCommandTests {
  private func objects(_ run: Program.Outcome) throws -> [[String: Any]] {
    try run.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data(String($0).utf8)) as? [String: Any])
    }
  }

  private func picture(_ name: String) -> String { Fixture.path("images/" + name) }

  @Test func picturesAndTextsMixAndPicturesTellTheirGrid() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a text", to: "b.txt")
    try folder.write(try Fixture.bytes("images/jpeg-420.jpg"), to: "a.JPG")
    try folder.write(try Fixture.bytes("images/rgb-640x480.png"), to: "c.png")
    try folder.write("{\"id\": \"line\", \"image\": \"c.png\"}\n", to: "items.jsonl")
    let run = try await Program.run(["embed", folder.path, folder.path + "/items.jsonl", "--text", "last"])
    #expect(run.status == 0, "\(run.errors)")
    let lines = try objects(run)
    #expect(lines.map { $0["kind"] as? String } == ["image", "text", "image", "image", "text"])
    #expect(lines.map { $0["id"] as? String }.suffix(2) == ["line", "4"])
    for line in lines where line["kind"] as? String == "image" {
      let grid = try #require(line["grid"] as? [Int])
      #expect(line["pixels"] as? [Int] == [grid[1] * 28, grid[0] * 28])
      #expect(line["role"] is NSNull && line["prompt"] is NSNull)
      #expect(try #require(line["tokens"] as? Int) > grid[0] * grid[1])
    }
    let same = try [2, 3].map { try #require(lines[$0]["embedding"] as? [Double]) }
    #expect(zip(same[0], same[1]).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(lines[1]["grid"] == nil)
  }

  @Test func thePixelBudgetAndTheOrientationReachTheModel() async throws {
    let path = picture("rgb-640x480.png")
    let whole = try objects(try await Program.run(["embed", path]))
    let small = try objects(try await Program.run(["embed", path, "--max-pixels", "20000"]))
    let pixels = try #require(small[0]["pixels"] as? [Int])
    #expect(pixels[0] * pixels[1] <= 20000 && pixels != whole[0]["pixels"] as? [Int])
    let turned = picture("jpeg-orientation-6.jpg")
    let upright = try objects(try await Program.run(["embed", turned, "--exif-orientation"]))[0]["pixels"] as? [Int]
    let lying = try objects(try await Program.run(["embed", turned]))[0]["pixels"] as? [Int]
    #expect(try #require(upright) == #require(lying).reversed() && upright != lying)
    let refused = try await Program.run(["embed", path, "--max-pixels", "5"])
    #expect(refused.status == 64 && refused.errors.contains("--max-pixels"), "\(refused.errors)")
  }

  @Test func everyAnalysisTakesPictures() async throws {
    let items = [picture("rgb-640x480.png"), picture("jpeg-420.jpg"), "--text", "words", "--format", "csv"]
    for command in [["search", "x"], ["sweep", "x"], ["compare", "x"], ["similarity"]] {
      let run = try await Program.run(command + items)
      #expect(run.status == 0, "\(command): \(run.errors)")
      #expect(run.output.contains(picture("jpeg-420.jpg")))
    }
  }

  @Test func oneItemThatIsNoPictureIsNamedWithItsLine() async throws {
    let folder = try TemporaryFolder()
    try folder.write("no picture at all", to: "fake.png")
    try folder.write(try Fixture.bytes("images/rgb-640x480.png"), to: "good.png")
    try folder.write(
      "{\"id\": \"a\", \"image\": \"good.png\"}\n{\"id\": \"b\", \"image\": \"fake.png\"}\n", to: "items.jsonl")
    try folder.write("{\"id\": \"a\", \"image\": \"none.png\"}\n", to: "missing.jsonl")
    for command in [["embed"], ["search", "x"]] {
      let listed = try await Program.run(command + [folder.path + "/items.jsonl"])
      #expect(listed.status == 65 && listed.output.isEmpty, "\(listed.errors)")
      #expect(listed.errors.contains("items.jsonl, line 2: ") && listed.errors.contains("fake.png is neither"))
      let named = try await Program.run(command + [folder.path + "/fake.png"])
      #expect(named.status == 65 && named.errors.contains("jinascope: \(folder.path)/fake.png is neither"))
      let missing = try await Program.run(command + [folder.path + "/missing.jsonl"])
      #expect(missing.status == 66 && missing.errors.contains("missing.jsonl, line 1: "), "\(missing.errors)")
    }
    let limited = try await Program.run(["embed", folder.path + "/good.png", "--max-decode-pixels", "100"])
    #expect(limited.status == 65 && limited.errors.contains("640 × 480"), "\(limited.errors)")
  }

  @Test func aPictureOfAFolderThatCannotBeReadIsLeftOutAndTold() async throws {
    let folder = try TemporaryFolder()
    try folder.write("about lava", to: "a.txt")
    try folder.write("no picture at all", to: "fake.png")
    try folder.write(try Fixture.bytes("images/rgb-640x480.png"), to: "good.png")
    // The header is whole, so that the damage shows when the turn of the picture comes.
    try folder.write(try Fixture.bytes("images/jpeg-420.jpg").prefix(400), to: "torn.jpg")
    let commands = [
      ["search", "x", "--format", "csv"], ["sweep", "x", "--format", "csv"], ["compare", "x", "--format", "csv"],
      ["similarity", "--format", "csv"], ["embed"],
      ["embed", "--format", "npy", "--output", folder.path + "/out.npy"],
    ]
    for command in commands {
      let run = try await Program.run(command + [folder.path])
      #expect(run.status == 0, "\(command): \(run.errors)")
      #expect(
        run.errors.contains("2 files were left out:") && run.errors.contains("fake.png")
          && run.errors.contains("torn.jpg"), "\(run.errors)")
      #expect(command.contains("npy") || run.output.contains("good.png") && !run.output.contains("fake.png"))
      let strict = try await Program.run(command + [folder.path, "--strict"])
      #expect(strict.status == 65 && strict.output.isEmpty && strict.errors.contains(".png"), "\(strict.errors)")
    }
    let array = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out.npy"))
    #expect(String(decoding: array.prefix(100), as: UTF8.self).contains("(2, "))
    #expect((array.count - 128) % (2 * 4) == 0)
    let only = try TemporaryFolder()
    try only.write("nothing", to: "fake.png")
    let refused = try await Program.run(["search", "x", only.path])
    #expect(refused.status == 65 && refused.errors.contains("fake.png is neither"), "\(refused.errors)")
  }

  @Test func aModelWithoutAVisionTowerRefusesNamedPicturesAndReadsTheTextsOfAFolder() async throws {
    let checkpoint = try AlteredCheckpoint.withoutVisionTower()
    let model = ["--model", checkpoint.folder.path]
    let folder = try TemporaryFolder()
    try folder.write("a text", to: "a.txt")
    try folder.write(try Fixture.bytes("images/rgb-5x3.png"), to: "b.png")
    let refused = try await Program.run(["embed", folder.path + "/b.png"] + model)
    #expect(refused.status == 64 && refused.output.isEmpty, "\(refused.errors)")
    #expect(refused.errors.contains("has no vision tower"), "\(refused.errors)")
    let texts = try await Program.run(["embed", folder.path] + model)
    #expect(texts.status == 0, "\(texts.errors)")
    #expect(try objects(texts).map { $0["kind"] as? String } == ["text"])
    let info = try await Program.run(["info", checkpoint.folder.path])
    #expect(info.output.contains("no vision tower"), "\(info.output)")
  }

  @Test func maxsimSaysWhatEachTokenFindsAndDrawsItOverThePicture() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/map.png"
    let arguments = ["maxsim", "a red house", picture("rgb-640x480.png"), "--format", "json"]
    let run = try await Program.run(arguments + ["--png", path])
    #expect(run.status == 0, "\(run.errors)")
    let report = try #require(try objects(run).first)
    let grid = [try #require(report["grid_rows"] as? Int), try #require(report["grid_columns"] as? Int)]
    let tokens = try #require(report["rows"] as? [[String: Any]])
    #expect(tokens.compactMap { $0["token"] as? String }.joined() == "Query: a red house")
    let sum = tokens.compactMap { $0["similarity"] as? Double }.reduce(0, +)
    let score = try #require(report["score"] as? Double)
    #expect(abs(sum - score) < 1e-5)
    for token in tokens where token["match_row"] is Int {
      let row = try #require(token["match_row"] as? Int)
      let column = try #require(token["match_column"] as? Int)
      #expect((1...grid[0]).contains(row) && (1...grid[1]).contains(column))
      #expect(token["match"] as? String == "row \(row) column \(column)")
    }
    // The size stands behind the signature and the first chunk's head, most significant byte first.
    let file = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(Array(file[16..<24]) == [0, 0, 640 >> 8, 640 & 255, 0, 0, 480 >> 8, 480 & 255])
    let other = try await Program.run(arguments + ["--png", path, "--token", "0"])
    #expect(other.status == 0, "\(other.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) != file)
  }

  @Test func maxsimOfATextFindsTheSameWords() async throws {
    let run = try await Program.run(["maxsim", "house", "--text", "house", "--task", "text-matching"])
    #expect(run.status == 0 && run.lines.last?.contains("mean  1.000") == true, "\(run.output)")
    for wrong in [["--text", "y", "--png", "/tmp/x.png"], ["--text", "y", "--token", "1"], []] {
      let refused = try await Program.run(["maxsim", "x"] + wrong)
      #expect(refused.status == 64 && refused.output.isEmpty, "\(refused.errors)")
    }
    let beyond = try await Program.run([
      "maxsim", "x", picture("rgb-5x3.png"), "--png", "/nonexistent", "--token", "99",
    ])
    #expect(beyond.status == 64 && beyond.errors.contains("no token 99"), "\(beyond.errors)")
  }
}
