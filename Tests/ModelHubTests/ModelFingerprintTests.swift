import Files
import ModelHub
import Safetensors
import Tensors
import TestSupport
import Testing

struct ModelFingerprintTests {
  /// A folder with a configuration and one shard of a short and a long tensor.
  private func folder(short: [Float] = [1, 2], long: [Float] = longValues) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "config.json")
    var writer = SafetensorsWriter()
    writer.add("short", floats: short, shape: [short.count])
    writer.add("long", floats: long, shape: [long.count])
    try writer.write(to: folder.path + "/model.safetensors")
    return folder
  }

  /// 20,000 bytes: neither end of 4096 reaches the middle.
  private static let longValues = (0..<5000).map(Float.init)

  private func fingerprint(_ folder: TemporaryFolder) throws -> String {
    try ModelFingerprint(folder: folder.path).description
  }

  @Test func theSameFilesHaveTheSameFingerprintAnywhere() throws {
    let first = try fingerprint(folder())
    #expect(try fingerprint(folder()) == first)
    #expect(first.count == 64)
    #expect(first.allSatisfy { "0123456789abcdef".contains($0) })
  }

  @Test func itIsTheDigestThatItsRecordsSay() throws {
    // hashlib.sha256 over the records as documented, computed in Python for this very folder.
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "config.json")
    try folder.write(
      Array([2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)), to: "model.safetensors")
    #expect(try fingerprint(folder) == "e96cc4636d3dbaf78386e8a568a201658df3d9d36cd214f3b54cbdcb2878d369")
  }

  @Test func everyOtherFileAndEveryEndOfATensorChangesIt() throws {
    let original = try fingerprint(folder())
    for name in ["adapters/adapter_config.json", "tokenizer.json", "preprocessor_config.json", "merges.txt"] {
      let changed = try folder()
      try changed.write("", to: name)
      #expect(try fingerprint(changed) != original)
    }
    #expect(try fingerprint(folder(short: [1, 3])) != original)
    for position in [0, 1023, 5000 - 1024, 4999] {
      var values = Self.longValues
      values[position] += 0.5
      #expect(try fingerprint(folder(long: values)) != original)
    }
    var values = Self.longValues
    values[2500] += 0.5
    #expect(try fingerprint(folder(long: values)) == original)
    #expect(try fingerprint(folder(long: Self.longValues + [0])) != original)
    let adapted = try folder()
    try SafetensorsWriter().write(to: adapted.path + "/adapters.safetensors")
    #expect(try fingerprint(adapted) != original)
  }

  @Test func adaptersCount() throws {
    let folder = try folder()
    let original = try fingerprint(folder)
    try folder.makeFolder("adapters")
    var writer = SafetensorsWriter()
    writer.add("a", floats: [1], shape: [1])
    try writer.write(to: folder.path + "/adapters/adapter_model.safetensors")
    #expect(try fingerprint(folder) != original)
  }

  @Test func aDamagedShardIsRefused() throws {
    let folder = try folder()
    try folder.write("12345678", to: "model.safetensors")
    #expect(throws: SafetensorsError.self) { try fingerprint(folder) }
    #expect(throws: SafetensorsError.noShards(folder: folder.path)) {
      try folder.remove("model.safetensors")
      _ = try fingerprint(folder)
    }
  }
}
