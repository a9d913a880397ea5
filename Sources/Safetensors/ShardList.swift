internal import Files
internal import StrictJSON

/// Which files hold the weights of a folder: the shards that `model.safetensors.index.json` names, or else every
/// `.safetensors` file of the folder itself.
public struct ShardList: Sendable {
  /// The name of the file that lists the shards.
  public static let indexName = "model.safetensors.index.json"

  /// The names of the shards there should be, in their order.
  public let shards: [String]
  /// Those of them that are not there.
  public let missing: [String]
  /// The tensors that the index promises, each with its shard; empty without an index.
  let promises: [(tensor: String, shard: String)]

  /// Inspects a folder; the shards themselves are not opened.
  ///
  /// - Throws: `SafetensorsError`, `noShards` where there are none.
  public init(folder: String) throws(SafetensorsError) {
    let names: [String]
    do { names = try Folder.names(in: folder) } catch { throw .file(error) }
    if names.contains(Self.indexName) {
      promises = try Self.promises(ofIndex: folder + "/" + Self.indexName)
      shards = Set(promises.map(\.shard)).sorted()
    } else {
      promises = []
      shards = Self.countedShards(names.filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") })
      guard !shards.isEmpty else { throw .noShards(folder: folder) }
    }
    // A link may be there while what it leads to is not yet.
    missing = shards.filter { !names.contains($0) || (try? FileStatus(path: folder + "/" + $0)) == nil }
  }

  /// These shards and those that their numbers, as in `model-00001-of-00003.safetensors`, say there are.
  private static func countedShards(_ present: [String]) -> [String] {
    var shards = Set(present)
    for shard in present {
      guard let match = shard.wholeMatch(of: /(.*-)([0-9]{5})(-of-)([0-9]{5})(\.safetensors)/), let count = Int(match.4)
      else { continue }
      // A count that many files cannot be is a name, not a count.
      for number in 1...max(1, min(count, 1000)) {
        let digits = String(number)
        let padded = String(repeating: "0", count: 5 - digits.count) + digits
        shards.insert("\(match.1)\(padded)\(match.3)\(match.4)\(match.5)")
      }
    }
    return shards.sorted()
  }

  private static func promises(ofIndex path: String) throws(SafetensorsError) -> [(tensor: String, shard: String)] {
    let bytes: [UInt8]
    do { bytes = try FileContents.read(path, limit: SafetensorsHeader.lengthLimit) } catch { throw .file(error) }
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes, .python) } catch {
      throw .headerNotJSON(file: path, reason: error.description)
    }
    guard let map = document.object?["weight_map"]?.object, !map.members.isEmpty else {
      throw .malformed(file: path, member: "weight_map", expected: "an object that gives each tensor its file")
    }
    var promises: [(tensor: String, shard: String)] = []
    for (tensor, value) in map.members {
      guard let shard = value.string else {
        throw .malformed(file: path, member: tensor, expected: "the name of a file")
      }
      // A name with a folder in it could lead anywhere on this machine.
      guard shard.hasSuffix(".safetensors"), !shard.hasPrefix("."), !shard.utf8.contains(UInt8(ascii: "/")),
        !shard.utf8.contains(0)
      else { throw .refusedShardName(shard, index: path) }
      promises.append((tensor, shard))
    }
    return promises
  }
}
