internal import Files

/// The Hugging Face cache on this machine, which other programs fill; it is only ever read.
///
/// A repository's folder `models--org--name` holds `refs/<revision>` (a commit each), `snapshots/<commit>/` (its files,
/// mostly links) and `blobs/` (what the links lead to). Snapshots of plain files are read alike.
///
/// Source: the page "local cache" of the hub's documentation.
public struct HubCache: Hashable, Sendable {
  /// The folder of the cache; it may not exist.
  public let root: String

  /// The cache in a folder.
  public init(root: String) { self.root = root }

  /// The cache that an environment chooses: `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE` (its older name), `HF_HOME/hub`,
  /// `XDG_CACHE_HOME/huggingface/hub`, or `~/.cache/huggingface/hub`.
  ///
  /// Source: `huggingface_hub/constants.py` of huggingface_hub.
  public init(environment: [String: String]) {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "."
    func value(_ name: String) -> String? {
      guard let value = environment[name], !value.isEmpty else { return nil }
      return value == "~" || value.hasPrefix("~/") ? home + value.dropFirst() : value
    }
    root =
      value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE") ?? value("HF_HOME").map { $0 + "/hub" }
      ?? value("XDG_CACHE_HOME").map { $0 + "/huggingface/hub" } ?? home + "/.cache/huggingface/hub"
  }

  /// The folder of a repository; it may not exist.
  public func folder(of repository: HubRepository) -> String { root + "/" + repository.folderName }

  /// The folder with the files of a repository at a revision; without one at `main`, or at the only snapshot there is.
  ///
  /// - Throws: `ModelHubError.notInCache`, or `damagedReference` where a reference is not a commit.
  public func snapshot(of repository: HubRepository, revision: String?) throws(ModelHubError) -> String {
    let folder = folder(of: repository)
    let commit =
      try commit(of: repository, revision: revision ?? "main")
      ?? (revision == nil ? commits(of: repository).only : nil)
    guard let commit, (try? FileStatus(path: "\(folder)/snapshots/\(commit)"))?.kind == .folder else {
      throw .notInCache(repository, revision: revision, root: root)
    }
    return "\(folder)/snapshots/\(commit)"
  }

  /// The commits of which there is a snapshot.
  func commits(of repository: HubRepository) -> [String] {
    let names = (try? Folder.names(in: folder(of: repository) + "/snapshots")) ?? []
    return names.filter(Self.isCommit)
  }

  /// The repositories in the cache, by name.
  func repositories() -> [HubRepository] {
    ((try? Folder.names(in: root)) ?? []).compactMap { HubRepository(folderName: $0) }
  }

  /// The commit that a revision stands for; `nil` where the cache does not know it.
  func commit(of repository: HubRepository, revision: String) throws(ModelHubError) -> String? {
    if Self.isCommit(revision) { return revision }
    guard Self.isRevision(revision) else { throw .refusedReference("\(repository)@\(revision)") }
    let path = "\(folder(of: repository))/refs/\(revision)"
    guard (try? FileStatus(path: path))?.kind == .file else { return nil }
    let bytes: [UInt8]
    do { bytes = try FileContents.read(path, limit: 4096) } catch { throw .file(error) }
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard let commit = text.only, Self.isCommit(commit) else { throw .damagedReference(file: path) }
    return String(commit)
  }

  /// Whether a text is a full commit: 40 hexadecimal digits.
  static func isCommit(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 40
      && text.utf8.allSatisfy {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
      }
  }

  /// Whether a text can be the name of a branch, a tag or a commit, and cannot lead out of the folder of references.
  static func isRevision(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.utf8.count <= 255
      && parts.allSatisfy { part in
        !part.isEmpty && !part.hasPrefix(".") && part.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != 0x5C }
      }
  }
}

extension Collection {
  /// The only element; `nil` where there are none or several.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
