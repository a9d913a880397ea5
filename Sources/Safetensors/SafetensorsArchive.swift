internal import Files
internal import StrictJSON
public import Tensors

/// The tensors of one or many safetensors files as if they were one; a name stands for one tensor.
public struct SafetensorsArchive: Sendable {
  /// The files, in the order of their names.
  public let files: [SafetensorsFile]
  private let fileOfTensor: [ExactString: Int]

  /// Opens the weights of a folder, all shards of its ``ShardList``.
  ///
  /// Tensors of a named shard that the index does not list are there too.
  ///
  /// - Throws: `SafetensorsError`.
  public init(folder: String) throws(SafetensorsError) {
    let list = try ShardList(folder: folder)
    if let missing = list.missing.first { throw .missingShard(missing, folder: folder) }
    try self.init(paths: list.shards.map { folder + "/" + $0 })
    for (tensor, shard) in list.promises {
      guard let position = list.shards.firstIndex(of: shard), files[position].header.entry(tensor) != nil else {
        throw .tensorNotInShard(tensor, shard: shard, index: folder + "/" + ShardList.indexName)
      }
    }
  }

  /// Opens these files together.
  ///
  /// - Throws: `SafetensorsError`, `duplicateTensor` where two of them have a tensor of the same name.
  public init(paths: [String]) throws(SafetensorsError) {
    var files: [SafetensorsFile] = []
    var fileOfTensor: [ExactString: Int] = [:]
    for (position, path) in paths.enumerated() {
      let file = try SafetensorsFile(path: path)
      for entry in file.header.entries {
        if let other = fileOfTensor.updateValue(position, forKey: ExactString(entry.name)) {
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
  public func file(of name: String) -> SafetensorsFile? { fileOfTensor[ExactString(name)].map { files[$0] } }
}
