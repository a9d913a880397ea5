internal import Files
internal import StrictJSON
public import Tensors

/// The tensors of one or many safetensors files as if they were one; a name stands for one tensor.
public struct SafetensorsArchive: Sendable {
  /// The files, in the order of their names.
  public let files: [SafetensorsFile]
  private let fileOfTensor: [String: Int]

  /// Opens the weights of a folder: the shards that `model.safetensors.index.json` names, or else every
  /// `.safetensors` file of the folder itself.
  ///
  /// Tensors of a named shard that the index does not list are there too.
  ///
  /// - Throws: `SafetensorsError`.
  public init(folder: String) throws(SafetensorsError) {
    let names: [String]
    do { names = try Folder.names(in: folder) } catch { throw .file(error) }
    let indexName = "model.safetensors.index.json"
    guard names.contains(indexName) else {
      let shards = names.filter { $0.hasSuffix(".safetensors") && !$0.hasPrefix(".") }
      guard !shards.isEmpty else { throw .noShards(folder: folder) }
      if let missing = Self.missingShard(among: shards) { throw .missingShard(missing, folder: folder) }
      try self.init(paths: shards.map { folder + "/" + $0 })
      return
    }
    let index = try ShardIndex(path: folder + "/" + indexName)
    let missing = index.shards.first { !names.contains($0) }
    if let missing { throw .missingShard(missing, folder: folder) }
    try self.init(paths: index.shards.map { folder + "/" + $0 })
    for (tensor, shard) in index.shardOfTensor {
      guard let position = index.shards.firstIndex(of: shard), files[position].header.entry(tensor) != nil else {
        throw .tensorNotInShard(tensor, shard: shard, index: index.path)
      }
    }
  }

  /// Opens these files together.
  ///
  /// - Throws: `SafetensorsError`, `duplicateTensor` where two of them have a tensor of the same name.
  public init(paths: [String]) throws(SafetensorsError) {
    var files: [SafetensorsFile] = []
    var fileOfTensor: [String: Int] = [:]
    for (position, path) in paths.enumerated() {
      let file = try SafetensorsFile(path: path)
      for entry in file.header.entries {
        if let other = fileOfTensor.updateValue(position, forKey: entry.name) {
          throw .duplicateTensor(entry.name, files: [files[other].path, path])
        }
      }
      files.append(file)
    }
    self.files = files
    self.fileOfTensor = fileOfTensor
  }

  /// What the files say about all tensors, in the order of files and bytes.
  public var entries: [SafetensorsHeader.Entry] { files.flatMap(\.header.entries) }

  /// The size of all files, in bytes.
  public var byteCount: Int { files.reduce(0) { $0 + $1.mapping.byteCount } }

  /// The tensor of that name, over the bytes of its file.
  public func tensor(_ name: String) -> StoredTensor? { file(of: name)?.tensor(name) }

  /// The file that has the tensor of that name.
  public func file(of name: String) -> SafetensorsFile? { fileOfTensor[name].map { files[$0] } }

  /// The first name that shards numbered `…-00001-of-00003.safetensors` leave out.
  static func missingShard(among shards: [String]) -> String? {
    for shard in shards {
      guard let match = shard.wholeMatch(of: /(.*-)([0-9]{5})(-of-)([0-9]{5})(\.safetensors)/),
        let count = Int(match.4)
      else { continue }
      for number in 1...max(count, 1) {
        let digits = String(number)
        let name = match.1 + String(repeating: "0", count: 5 - digits.count) + digits + match.3 + match.4 + match.5
        if !shards.contains(String(name)) { return String(name) }
      }
    }
    return nil
  }
}

/// The list that says which shard has which tensor.
private struct ShardIndex {
  let path: String
  /// Each tensor and the shard that has it, in the order of the list.
  let shardOfTensor: [(tensor: String, shard: String)]
  /// The shards, in the order of their names.
  let shards: [String]

  init(path: String) throws(SafetensorsError) {
    let bytes: [UInt8]
    do { bytes = try FileContents.read(path, limit: SafetensorsHeader.lengthLimit) } catch { throw .file(error) }
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes) } catch {
      throw .headerNotJSON(file: path, reason: error.description)
    }
    guard let map = document.object?["weight_map"]?.object, !map.members.isEmpty else {
      throw .malformed(file: path, member: "weight_map", expected: "an object that gives each tensor its file")
    }
    var shardOfTensor: [(tensor: String, shard: String)] = []
    for (tensor, value) in map.members {
      guard let shard = value.string else {
        throw .malformed(file: path, member: tensor, expected: "the name of a file")
      }
      // A name with a folder in it could lead anywhere on this machine.
      guard shard.hasSuffix(".safetensors"), !shard.hasPrefix("."), !shard.utf8.contains(UInt8(ascii: "/")),
        !shard.utf8.contains(0)
      else { throw .refusedShardName(shard, index: path) }
      shardOfTensor.append((tensor, shard))
    }
    self.path = path
    self.shardOfTensor = shardOfTensor
    shards = Set(shardOfTensor.map(\.shard)).sorted()
  }
}
