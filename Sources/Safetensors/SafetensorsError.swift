public import Files
public import Tensors

/// Why weights could not be read or written.
public enum SafetensorsError: Error, Equatable, Sendable {
  /// The file itself cannot be opened, read or written.
  case file(FileError)
  /// The file is shorter than the eight bytes that say how long its header is.
  case tooSmall(file: String, byteCount: Int)
  /// The header is longer than any that is read.
  case headerTooLong(file: String, length: UInt64)
  /// The header ends beyond the file.
  case headerBeyondFile(file: String, length: Int, byteCount: Int)
  /// The header does not begin with a brace.
  case headerStart(file: String)
  /// The header is not JSON.
  case headerNotJSON(file: String, reason: String)
  /// A member of the header, or of an index, is not what the format asks for.
  case malformed(file: String, member: String, expected: String)
  /// A tensor's element type is unknown.
  case unknownType(file: String, tensor: String, found: String)
  /// A tensor's size in bytes does not fit in `Int`.
  case shapeTooLarge(file: String, tensor: String, shape: Shape)
  /// A tensor's elements, narrower than a byte, do not end with one.
  case partOfByte(file: String, tensor: String, dtype: DType, shape: Shape)
  /// A tensor's span is not as long as its type and shape ask for, in bytes.
  case wrongSpan(file: String, tensor: String, dtype: DType, shape: Shape, expected: Int, found: Int)
  /// A tensor's bytes overlap those before, or leave a gap; in bytes from the end of the header.
  case misplaced(file: String, tensor: String, expected: Int, found: Int)
  /// The file is longer or shorter than its tensors, in bytes.
  case wrongSize(file: String, expected: Int, found: Int)
  /// A name stands for two tensors, in one file or in two.
  case duplicateTensor(String, files: [String])
  /// A folder has no safetensors file.
  case noShards(folder: String)
  /// A shard that an index names, or that the other shards' names count, is not there.
  case missingShard(String, folder: String)
  /// An index names a shard that is not the plain name of a safetensors file.
  case refusedShardName(String, index: String)
  /// An index promises a tensor that its shard does not have.
  case tensorNotInShard(String, shard: String, index: String)
}

extension SafetensorsError: CustomStringConvertible {
  /// One sentence: which file, which tensor, what is expected, what is found, what to do.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .tooSmall(let file, let byteCount):
      "\(file) has \(byteCount) bytes, too few for a safetensors file; fetch it again"
    case .headerTooLong(let file, let length):
      "\(file) claims a header of \(length) bytes, above the limit of \(SafetensorsHeader.lengthLimit); "
        + "it is damaged or not a safetensors file"
    case .headerBeyondFile(let file, let length, let byteCount):
      "\(file) ends inside of its header (\(length) bytes of header, \(byteCount) of file); "
        + "it is cut short or not a safetensors file: fetch it again"
    case .headerStart(let file): "\(file) is not a safetensors file: its header does not begin with '{'"
    case .headerNotJSON(let file, let reason): "the header of \(file) is damaged: \(reason)"
    case .malformed(let file, let member, let expected):
      "\(file): \(member.debugDescription) is not \(expected); the file is damaged"
    case .unknownType(let file, let tensor, let found):
      "\(file): tensor \(tensor.debugDescription) has the unknown element type \(found.debugDescription); "
        + "known are \(DType.allCases.map(\.rawValue).joined(separator: ", "))"
    case .shapeTooLarge(let file, let tensor, let shape):
      "\(file): the shape \(shape) of tensor \(tensor.debugDescription) is larger than any file; the file is damaged"
    case .partOfByte(let file, let tensor, let dtype, let shape):
      "\(file): tensor \(tensor.debugDescription) of shape \(shape) in \(dtype.rawValue) does not end with a whole byte; "
        + "the file is damaged"
    case .wrongSpan(let file, let tensor, let dtype, let shape, let expected, let found):
      "\(file): tensor \(tensor.debugDescription) of shape \(shape) in \(dtype.rawValue) needs \(expected) bytes "
        + "and has \(found); the file is damaged"
    case .misplaced(let file, let tensor, let expected, let found):
      "\(file): the bytes of tensor \(tensor.debugDescription) should begin at \(expected) and begin at \(found), "
        + "which \(found < expected ? "overlaps another tensor" : "leaves a gap"); the file is damaged"
    case .wrongSize(let file, let expected, let found):
      "\(file) should have \(expected) bytes and has \(found); "
        + (found < expected ? "it is cut short: fetch it again" : "something stands after its last tensor")
    case .duplicateTensor(let tensor, let files):
      "tensor \(tensor.debugDescription) stands twice, in \(files.joined(separator: " and ")); keep one of them"
    case .noShards(let folder): "\(folder) has no .safetensors file; give the folder of a model"
    case .missingShard(let shard, let folder):
      "\(folder) lacks the shard \(shard.debugDescription); fetch the model again"
    case .refusedShardName(let shard, let index):
      "\(index) names the shard \(shard.debugDescription), which is not the plain name of a .safetensors file beside it"
    case .tensorNotInShard(let tensor, let shard, let index):
      "\(index) promises tensor \(tensor.debugDescription) in \(shard), which does not have it; fetch the model again"
    }
  }
}
