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
  /// What tells the text as it was read, the part of a document, or the picture's file from every other.
  let content: ContentDigest
}

/// SHA-256 of a text, a part of a document or a picture.
struct ContentDigest: Hashable, Sendable {
  /// 32 bytes.
  let bytes: [UInt8]

  fileprivate init(_ kind: String, _ parts: [UInt8]...) {
    var digest = SHA256()
    digest.update(data: Array("\(kind)\0".utf8))
    for part in parts { digest.update(data: part) }
    bytes = Array(digest.finalize())
  }
}

/// Makes the digests of the requests of a call, of a document whose parts stand one behind the other only once.
struct ContentDigests {
  private var last: (document: TextDocument, digest: ContentDigest)?

  /// The digest of what is embedded. A text, a part of a document that reads the same, and a picture never have the same:
  /// the vector of a part depends on its document.
  ///
  /// - Throws: `FileError` where a picture cannot be read.
  mutating func digest(of content: EmbeddingRequest.Content) throws -> ContentDigest {
    switch content {
    case .text(let text, _): ContentDigest("text", Array(text.utf8))
    case .part(let part, _):
      ContentDigest(
        "part", digest(ofDocument: part.document).bytes,
        Array("\(part.range.lowerBound) \(part.range.upperBound)".utf8))
    case .image(let source): ContentDigest("image", try source.encoded())
    }
  }

  private mutating func digest(ofDocument document: TextDocument) -> ContentDigest {
    if let last, last.document == document { return last.digest }
    let digest = ContentDigest("text", Array(document.text.utf8))
    last = (document, digest)
    return digest
  }
}
