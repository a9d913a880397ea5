internal import Crypto
internal import Files
public import Safetensors

/// What tells one model's files from another's: a SHA-256 over the small files whole, and over the weights' headers and
/// the ends of every tensor.
///
/// Weights are never read whole, so that a model of gigabytes is known in a moment; a change inside of a long tensor
/// that touches neither its first nor its last 4096 bytes is not seen.
///
/// The digest is over these records, for each file that is there, in this order: the file's name, a zero byte, its size
/// in eight bytes (little-endian), its contents. The files are `config.json`, `adapters/adapter_config.json`,
/// `tokenizer.json`, `vocab.json`, `merges.txt`, `added_tokens.json`, `tokenizer_config.json`,
/// `preprocessor_config.json`, `processor_config.json`, with all their bytes; then the shards in the order of their names and
/// `adapters/adapter_model.safetensors`, of which the contents are the header with its length, and of each tensor, in
/// the order of their bytes, the first and the last 4096 bytes, or all of a tensor of no more than 8192.
public struct ModelFingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The digest in 64 hexadecimal digits.
  public let description: String

  private static let smallFiles = [
    "config.json", "adapters/adapter_config.json", "tokenizer.json", "vocab.json", "merges.txt", "added_tokens.json",
    "tokenizer_config.json", "preprocessor_config.json", "processor_config.json",
  ]

  /// Bytes of each end of a tensor.
  private static let sampleLength = 4096

  /// Reads what identifies the model in a folder.
  ///
  /// - Throws: `SafetensorsError`, also where a file cannot be read.
  public init(folder: String) throws(SafetensorsError) {
    var digest = SHA256()
    for name in Self.smallFiles {
      do {
        let bytes = try FileContents.read(folder + "/" + name, limit: ReadingLimit.tokenizer)
        Self.begin(name, byteCount: bytes.count, in: &digest)
        digest.update(data: bytes)
      } catch .notFound { continue } catch { throw .file(error) }
    }
    let adapters = "adapters/adapter_model.safetensors"
    let hasAdapters = (try? FileStatus(path: folder + "/" + adapters)) != nil
    for name in try ShardList(folder: folder).shards + (hasAdapters ? [adapters] : []) {
      try Self.addWeights(name, in: folder, to: &digest)
    }
    let digits = Array("0123456789abcdef")
    description = String(digest.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }

  private static func begin(_ name: String, byteCount: Int, in digest: inout SHA256) {
    digest.update(data: Array(name.utf8) + [0] + (0..<8).map { UInt8(truncatingIfNeeded: byteCount >> (8 * $0)) })
  }

  private static func addWeights(
    _ name: String, in folder: String, to digest: inout SHA256
  ) throws(SafetensorsError) {
    let path = folder + "/" + name
    let file: RandomAccessFile = try open(path)
    func bytes(_ range: Range<Int>) throws(SafetensorsError) -> [UInt8] {
      do { return try file.read(range) } catch { throw .file(error) }
    }
    let header = try SafetensorsHeader(file: path, byteCount: file.byteCount, read: bytes)
    begin(name, byteCount: file.byteCount, in: &digest)
    digest.update(data: try bytes(0..<8 + header.length))
    for entry in header.entries {
      if entry.bytes.count <= 2 * sampleLength {
        digest.update(data: try bytes(entry.bytes))
      } else {
        digest.update(data: try bytes(entry.bytes.prefix(sampleLength)))
        digest.update(data: try bytes(entry.bytes.suffix(sampleLength)))
      }
    }
  }

  private static func open(_ path: String) throws(SafetensorsError) -> RandomAccessFile {
    do { return try RandomAccessFile(path: path) } catch { throw .file(error) }
  }
}
