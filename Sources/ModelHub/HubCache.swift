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
  /// `XDG_CACHE_HOME/huggingface/hub`, or `~/.cache/huggingface/hub`; home folders and variables in it are expanded.
  ///
  /// Source: `huggingface_hub/constants.py` of huggingface_hub.
  public init(environment: [String: String]) {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = value("HF_HOME") ?? (value("XDG_CACHE_HOME") ?? "~/.cache") + "/huggingface"
    let written = value("HF_HUB_CACHE") ?? value("HUGGINGFACE_HUB_CACHE") ?? home + "/hub"
    root = ShellPath.expanded(written, environment: environment)
  }

  /// The folder of a repository; it may not exist.
  public func folder(of repository: HubRepository) -> String { root + "/" + repository.folderName }

  /// The snapshot of a repository at a revision: the whole files of a model, or nothing.
  ///
  /// A revision that is named is what it says. Without one it is `main`; where that is not here, or not whole, it is the
  /// one whole snapshot there is.
  ///
  /// - Throws: `ModelHubError`: `notInCache` where the cache has nothing of it, `incomplete` where it lacks files,
  ///   `severalSnapshots` where `main` is no whole model and several others are, `damagedReference` where a reference is
  ///   not a commit.
  public func snapshot(of repository: HubRepository, revision: String?) throws(ModelHubError) -> HubSnapshot {
    if let revision {
      guard let commit = try commit(of: repository, revision: revision), has(commit, of: repository) else {
        throw .notInCache(repository, revision: revision, root: root)
      }
      let snapshot = snapshot(commit, of: repository)
      try snapshot.requireWhole()
      return snapshot
    }
    let main: Result<HubSnapshot?, ModelHubError> = Result { () throws(ModelHubError) in
      try commit(of: repository, revision: "main").flatMap { has($0, of: repository) ? $0 : nil }
        .map { snapshot($0, of: repository) }
    }
    if case .success(let main?) = main, main.folder.isComplete { return main }
    let all = try commits(of: repository).map { snapshot($0, of: repository) }
    let whole = all.filter(\.folder.isComplete)
    if whole.count > 1 { throw .severalSnapshots(repository, commits: whole.map(\.commit)) }
    if var only = whole.only {
      // Without `main` nobody expects another one.
      if (try? FileStatus(path: reference(of: repository, "main"))) != nil {
        only.remark = "\(repository) is not whole at main, so its only whole snapshot \(only.commit) answers"
      }
      return only
    }
    guard let best = try main.get() ?? all.min(by: { $0.folder.missing.count < $1.folder.missing.count }) else {
      if hasBegunDownloads(of: repository) { throw .unfinished(repository, folder: folder(of: repository)) }
      throw .notInCache(repository, revision: nil, root: root)
    }
    try best.requireWhole()
    return best
  }

  private func snapshot(_ commit: String, of repository: HubRepository) -> HubSnapshot {
    HubSnapshot(
      repository: repository, commit: commit,
      folder: ModelFolder(path: "\(folder(of: repository))/snapshots/\(commit)"))
  }

  private func has(_ commit: String, of repository: HubRepository) -> Bool {
    (try? FileStatus(path: "\(folder(of: repository))/snapshots/\(commit)"))?.kind == .folder
  }

  /// Whether files of a repository are here that no snapshot has yet, as while its first file comes in.
  private func hasBegunDownloads(of repository: HubRepository) -> Bool {
    !((try? Folder.names(in: folder(of: repository) + "/blobs")) ?? []).isEmpty
  }

  /// The commits of which there is a snapshot.
  ///
  /// - Throws: `ModelHubError.file` where the folder of snapshots is there and cannot be read.
  func commits(of repository: HubRepository) throws(ModelHubError) -> [String] {
    do { return try Folder.names(in: folder(of: repository) + "/snapshots").filter(Self.isCommit) } catch .notFound {
      return []
    } catch { throw .file(error) }
  }

  /// The repositories in the cache, by name.
  func repositories() -> [HubRepository] {
    ((try? Folder.names(in: root)) ?? []).compactMap { HubRepository(folderName: $0) }
  }

  /// The commit that a revision stands for; `nil` where the cache does not know it.
  func commit(of repository: HubRepository, revision: String) throws(ModelHubError) -> String? {
    if Self.isCommit(revision) { return revision }
    guard Self.isRevision(revision) else { throw .refusedReference("\(repository)@\(revision)") }
    let path = reference(of: repository, revision)
    guard (try? FileStatus(path: path))?.kind == .file else { return nil }
    let bytes: [UInt8]
    do { bytes = try FileContents.read(path, limit: 4096) } catch { throw .file(error) }
    let text = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard let commit = text.only, Self.isCommit(commit) else { throw .damagedReference(file: path) }
    return String(commit)
  }

  private func reference(of repository: HubRepository, _ revision: String) -> String {
    "\(folder(of: repository))/refs/\(revision)"
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

/// What a cache has of a repository at one commit.
public struct HubSnapshot: Sendable {
  /// The repository.
  public let repository: HubRepository
  /// The commit.
  public let commit: String
  /// Its folder, and what that tells.
  public let folder: ModelFolder
  /// Why it is not the one of `main`, where it should be.
  public fileprivate(set) var remark: String?

  /// - Throws: `ModelHubError.incomplete` where files are missing, `.unusable` where one cannot be read.
  fileprivate func requireWhole() throws(ModelHubError) {
    if !folder.missing.isEmpty {
      throw .incomplete(repository, folder: folder.path, missing: folder.missing)
    }
    if let problem = folder.problem { throw .unusable(repository, reason: problem) }
  }
}

extension Collection {
  /// The only element; `nil` where there are none or several.
  fileprivate var only: Element? { count == 1 ? first : nil }
}
