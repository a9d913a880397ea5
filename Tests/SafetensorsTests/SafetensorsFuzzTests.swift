import TestSupport
import Testing

@testable import Safetensors

@Suite struct SafetensorsFuzzTests {
  @Test func damagedHeadersAreReadOrRefused() {
    let documents = [
      #"{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"v":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}}"#,
      #"{"e":{"dtype":"F8_E4M3","shape":[0,3],"data_offsets":[0,0]},"a":{"dtype":"F4","shape":[64],"data_offsets":[0,32]}}   "#,
    ].map { Array($0.utf8) }
    let data = 32
    Fuzzing("safetensors-header", count: 2000).run(
      documents, Fuzzing.json,
      repair: { json in
        // The length is right but for one in sixteen.
        let length = UInt64(json.count) &+ (json.count % 16 == 0 ? UInt64(json.last ?? 0) << 56 | 1 : 0)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + json + [UInt8](repeating: 1, count: data)
      }
    ) { bytes in
      let header = try SafetensorsHeader(file: "x", byteCount: bytes.count) { Array(bytes[$0]) }
      var end = 8 + header.length
      for entry in header.entries {
        guard entry.bytes.lowerBound == end else { throw Fuzzing.Broken("a tensor does not begin where one ends") }
        end = entry.bytes.upperBound
      }
      guard end == bytes.count else { throw Fuzzing.Broken("the tensors do not end where the file does") }
    }
  }

  @Test func damagedIndicesAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let index = try Fixture.bytes("checkpoints/tiny-published/model.safetensors.index.json")
    let short = Array(
      #"{"metadata":{"total_size":1},"weight_map":{"a":"model-00001-of-00002.safetensors","b":"b.safetensors"}}"#.utf8)
    Fuzzing("safetensors-index").run([index, short], Fuzzing.json) { bytes in
      try folder.write(bytes, to: ShardList.indexName)
      for shard in try ShardList(folder: folder.path).shards
      where shard.isEmpty || shard.hasPrefix(".") || shard.contains("/") {
        throw Fuzzing.Broken("a shard leads out of the folder: \(shard)")
      }
    }
  }
}
