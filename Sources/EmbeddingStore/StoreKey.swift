internal import Crypto
public import Embeddings
internal import Files

/// What makes the same content another vector: the model, the adapter, the role, and how the model runs.
public struct VectorOrigin: Hashable, Sendable {
  /// SHA-256 of the model's files, in hexadecimal.
  public let fingerprint: String
  /// What the model is called, for people.
  public let model: String
  /// The adapter.
  public let task: EmbeddingTask
  /// The role of a text; `nil` for pictures.
  public let role: PromptRole?
  /// Everything else that changes the values, as text: precision, weights, window, pixel budget …
  public let settings: String
}

/// A content and its origin: what names a vector.
struct StoreKey: Hashable, Sendable {
  let origin: VectorOrigin
  /// SHA-256 of the text as it was read, or of the picture's file.
  let content: ContentDigest
}

/// SHA-256 of a text or a picture.
struct ContentDigest: Hashable, Sendable {
  /// 32 bytes.
  let bytes: [UInt8]

  /// The digest of what is embedded. A text and a picture never have the same.
  ///
  /// - Throws: `FileError` where a picture cannot be read.
  init(_ content: EmbeddingRequest.Content) throws {
    var digest = SHA256()
    switch content {
    case .text(let text, _):
      digest.update(data: Array("text\0".utf8))
      digest.update(data: Array(text.utf8))
    case .image(let source):
      digest.update(data: Array("image\0".utf8))
      digest.update(data: try source.encoded())
    }
    bytes = Array(digest.finalize())
  }
}
