import Files
import Tensors
import TestSupport
import Testing

@testable import Safetensors

struct SafetensorsArchiveTests {
  /// A folder of shards, each with tensors of one element.
  private func folder(_ shards: [String: [String]], index: String? = nil) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (shard, tensors) in shards {
      var writer = SafetensorsWriter()
      for tensor in tensors { writer.add(tensor, floats: [Float(tensor.utf8.count)], shape: [1]) }
      try writer.write(to: folder.path + "/" + shard)
    }
    if let index { try folder.write(index, to: "model.safetensors.index.json") }
    return folder
  }

  private func error(_ folder: TemporaryFolder) -> SafetensorsError? {
    do throws(SafetensorsError) {
      _ = try SafetensorsArchive(folder: folder.path)
      return nil
    } catch { return error }
  }

  @Test func withoutAnIndexEveryShardOfTheFolderIsRead() throws {
    let folder = try folder(["b.safetensors": ["one", "two"], "a.safetensors": ["three"]])
    try folder.write("not a shard", to: "notes.txt")
    let archive = try SafetensorsArchive(folder: folder.path)
    #expect(archive.entries.map(\.name) == ["three", "one", "two"])
    #expect(archive.tensor("three")?.floats() == [5])
    #expect(archive.file(of: "two")?.path == folder.path + "/b.safetensors")
    #expect(archive.tensor("four") == nil)
    #expect(archive.byteCount == archive.files.reduce(0) { $0 + $1.mapping.byteCount })
  }

  @Test func anIndexSaysWhichShardsCount() throws {
    let folder = try folder(
      ["a.safetensors": ["one"], "b.safetensors": ["two", "unlisted"], "old.safetensors": ["one"]],
      index: #"{"metadata":{"total_size":12},"weight_map":{"two":"b.safetensors","one":"a.safetensors"}}"#)
    let archive = try SafetensorsArchive(folder: folder.path)
    #expect(archive.files.map(\.path) == ["/a.safetensors", "/b.safetensors"].map { folder.path + $0 })
    #expect(archive.tensor("unlisted") != nil)
  }

  @Test func aTensorThatTheIndexPromisesMustBeInItsShard() throws {
    let folder = try folder(
      ["a.safetensors": ["one"], "b.safetensors": ["two"]],
      index: #"{"weight_map":{"two":"b.safetensors","one":"b.safetensors","x":"a.safetensors"}}"#)
    let index = folder.path + "/model.safetensors.index.json"
    #expect(error(folder) == .tensorNotInShard("one", shard: "b.safetensors", index: index))
  }

  @Test func aMissingShardIsNamed() throws {
    let indexed = try folder(
      ["a.safetensors": ["one"]], index: #"{"weight_map":{"one":"a.safetensors","two":"b.safetensors"}}"#)
    #expect(error(indexed) == .missingShard("b.safetensors", folder: indexed.path))
    let numbered = try folder(["m-00001-of-00003.safetensors": ["one"], "m-00003-of-00003.safetensors": ["two"]])
    #expect(error(numbered) == .missingShard("m-00002-of-00003.safetensors", folder: numbered.path))
    let empty = try folder([:])
    #expect(error(empty) == .noShards(folder: empty.path))
  }

  @Test func aLinkThatLeadsNowhereIsAMissingShard() throws {
    let folder = try folder(["a.safetensors": ["one"]])
    try folder.makeLink("b.safetensors", to: "blobs/gone")
    #expect(error(folder) == .missingShard("b.safetensors", folder: folder.path))
  }

  @Test func aNameInTwoShardsIsRefusedWithBoth() throws {
    let folder = try folder(["a.safetensors": ["one"], "b.safetensors": ["one"]])
    let files = ["/a.safetensors", "/b.safetensors"].map { folder.path + $0 }
    #expect(error(folder) == .duplicateTensor("one", files: files))
  }

  @Test(arguments: [
    "../a.safetensors", "/etc/a.safetensors", "sub/a.safetensors", "..", "", ".a.safetensors", "a.bin",
    "a\u{0}.safetensors",
  ])
  func aShardNameThatLeadsElsewhereIsRefused(name: String) throws {
    let escaped = name.replacing("\u{0}", with: "\\u0000")
    let folder = try folder(["a.safetensors": ["one"]], index: #"{"weight_map":{"one":"\#(escaped)"}}"#)
    #expect(error(folder) == .refusedShardName(name, index: folder.path + "/model.safetensors.index.json"))
  }

  @Test(arguments: ["", "[]", "{}", #"{"weight_map":[]}"#, #"{"weight_map":{}}"#, #"{"weight_map":{"a":1}}"#])
  func anIndexThatIsNoneIsRefused(index: String) throws {
    let folder = try folder(["a.safetensors": ["one"]], index: index)
    switch error(folder) {
    case .headerNotJSON, .malformed: break
    default: Issue.record("\(index) was read")
    }
  }

  @Test func everyErrorIsOneSentenceThatNamesItsFile() {
    let errors: [SafetensorsError] = [
      .tooSmall(file: "m.safetensors", byteCount: 3), .headerTooLong(file: "m.safetensors", length: 1 << 60),
      .headerBeyondFile(file: "m.safetensors", length: 9, byteCount: 8), .headerStart(file: "m.safetensors"),
      .wrongSpan(file: "m.safetensors", tensor: "w", dtype: .float32, shape: [2, 3], expected: 24, found: 8),
      .misplaced(file: "m.safetensors", tensor: "w", expected: 4, found: 0),
      .wrongSize(file: "m.safetensors", expected: 9, found: 8),
      .duplicateTensor("w", files: ["m.safetensors", "n.safetensors"]),
    ]
    for error in errors {
      #expect(error.description.contains("m.safetensors"))
      #expect(!error.description.contains("\n"))
    }
    #expect(
      errors[4].description
        == #"m.safetensors: tensor "w" of shape [2, 3] in F32 needs 24 bytes and has 8; the file is damaged"#)
  }
}
