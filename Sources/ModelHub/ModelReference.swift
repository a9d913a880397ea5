internal import Files

/// What a person calls a model by: a folder, or a repository of the Hugging Face hub.
public enum ModelReference: Hashable, Sendable, CustomStringConvertible {
  /// A folder in the layout of a published model.
  case folder(String)
  /// A repository, at a branch, a tag or a commit; without one, at what is in the cache.
  case repository(HubRepository, revision: String?)
  /// The model that comes with the program.
  case bundled

  /// What the model that comes with the program is called.
  public static let bundledName = "bundled"

  /// Reads `bundled`, `FOLDER` or `org/name[@revision]`; what is a folder on this machine is that folder.
  ///
  /// - Throws: `ModelHubError.refusedReference` for a text that is neither.
  public init(_ text: String) throws(ModelHubError) {
    guard !text.isEmpty, !text.utf8.contains(0) else { throw .refusedReference(text) }
    if (try? FileStatus(path: text))?.kind == .folder {
      self = .folder(text)
      return
    }
    if text == Self.bundledName {
      self = .bundled
      return
    }
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let looksLikeAPath = text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~")
    guard !looksLikeAPath, parts[0].utf8.count(where: { $0 == UInt8(ascii: "/") }) == 1 else {
      self = .folder(text)
      return
    }
    guard let repository = HubRepository(String(parts[0])) else { throw .refusedReference(text) }
    let revision = parts.count > 1 ? String(parts[1]) : nil
    if let revision, !HubCache.isRevision(revision) { throw .refusedReference(text) }
    self = .repository(repository, revision: revision)
  }

  /// The reference as it is written.
  public var description: String {
    switch self {
    case .folder(let path): path
    case .bundled: Self.bundledName
    case .repository(let repository, let revision): repository.description + (revision.map { "@" + $0 } ?? "")
    }
  }
}

/// The name of a model's repository on the Hugging Face hub: `jinaai/jina-embeddings-v4`.
public struct HubRepository: Hashable, Sendable, CustomStringConvertible {
  /// The published model that this program is about.
  public static let jinaEmbeddingsV4 = HubRepository(organization: "jinaai", name: "jina-embeddings-v4")

  /// The organization or person.
  public let organization: String
  /// The repository.
  public let name: String

  private init(organization: String, name: String) {
    self.organization = organization
    self.name = name
  }

  /// Reads `org/name`; `nil` where the hub allows no such name, so that none can lead out of the cache's folder.
  ///
  /// Source: `validate_repo_id` of huggingface_hub.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 96, parts.allSatisfy(Self.isName) else { return nil }
    self.init(organization: String(parts[0]), name: String(parts[1]))
  }

  /// `org/name`.
  public var description: String { "\(organization)/\(name)" }

  /// The name of the repository's folder in a cache.
  var folderName: String { "models--\(organization)--\(name)" }

  /// Reads the name of a repository's folder in a cache.
  init?(folderName: String) {
    guard folderName.hasPrefix("models--") else { return nil }
    let rest = folderName.dropFirst("models--".count)
    guard let separator = rest.firstRange(of: "--") else { return nil }
    self.init("\(rest[..<separator.lowerBound])/\(rest[separator.upperBound...])")
  }

  private static func isName(_ part: Substring) -> Bool {
    let allowed = part.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    guard allowed, let first = part.first, let last = part.last else { return false }
    return first != "-" && first != "." && last != "-" && last != "." && !part.contains("--") && !part.contains("..")
  }
}
