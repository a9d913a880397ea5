internal import BundledAssets
internal import Files

/// A model that was found.
public struct LocatedModel: Hashable, Sendable {
  /// Who chose it.
  public enum Origin: Hashable, Sendable {
    /// The person, with `--model`.
    case argument
    /// The person, with `JINASCOPE_MODEL`.
    case environment
    /// Nobody: it is the published model in the Hugging Face cache.
    case cache
    /// Nobody: it is the model that comes with the program.
    case bundled
  }

  /// A short name: `jinaai/jina-embeddings-v4`, or the folder's own.
  public let name: String
  /// The folder.
  public let directory: String
  /// Who chose it.
  public let origin: Origin
  /// What a person has to know who expected another one, a sentence without its final full stop; `nil` where there is
  /// nothing to say.
  public let remark: String?

  init(name: String, directory: String, origin: Origin, remark: String? = nil) {
    self.name = name
    self.directory = directory
    self.origin = origin
    self.remark = remark
  }
}

/// Finds models where people have them; never on the network.
public struct ModelLocator: Sendable {
  /// The variable that names a model in place of `--model`.
  public static let variable = "JINASCOPE_MODEL"

  /// The cache that is searched.
  public let cache: HubCache
  private let chosen: String?
  private let bundledModel: String?

  /// A locator for an environment, as `ProcessInfo.processInfo.environment`.
  public init(environment: [String: String]) {
    self.init(environment: environment, bundledModel: (try? BundledAssets())?.model)
  }

  init(environment: [String: String], bundledModel: String?) {
    cache = HubCache(environment: environment)
    chosen = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 }
    self.bundledModel = bundledModel
  }

  /// The model that `argument` names, or `JINASCOPE_MODEL`; without both the published model where the cache has
  /// anything of it, and else the bundled one.
  ///
  /// - Throws: `ModelHubError`, also where the cache has a part of the published model: whoever fetched it does not
  ///   expect another one's numbers.
  public func locate(_ argument: String?) throws(ModelHubError) -> LocatedModel {
    if let argument { return try locate(ModelReference(argument), origin: .argument) }
    if let chosen {
      do { return try locate(ModelReference(chosen), origin: .environment) } catch {
        throw .inEnvironment(variable: Self.variable, error)
      }
    }
    let published = HubRepository.jinaEmbeddingsV4
    do { return located(try cache.snapshot(of: published, revision: nil), origin: .cache) } catch .notInCache {}
    guard let bundledModel else { throw .nothingFound(searched: [cache.folder(of: published)]) }
    return LocatedModel(
      name: ModelReference.bundledName, directory: bundledModel, origin: .bundled,
      remark: "no model was named and \(published) is not in the Hugging Face cache \(cache.root), "
        + "so the bundled demonstration model answers")
  }

  private func locate(
    _ reference: ModelReference, origin: LocatedModel.Origin
  ) throws(ModelHubError) -> LocatedModel {
    switch reference {
    case .folder(let path):
      guard (try? FileStatus(path: path + "/config.json"))?.kind == .file else { throw .notAModel(folder: path) }
      let name = Path.name(of: path)
      return LocatedModel(name: name, directory: path, origin: origin)
    case .repository(let repository, let revision):
      return located(try cache.snapshot(of: repository, revision: revision), origin: origin)
    case .bundled:
      guard let bundledModel else { throw .nothingFound(searched: ["the files of this program"]) }
      return LocatedModel(name: ModelReference.bundledName, directory: bundledModel, origin: origin)
    }
  }

  private func located(_ snapshot: HubSnapshot, origin: LocatedModel.Origin) -> LocatedModel {
    LocatedModel(
      name: snapshot.repository.description, directory: snapshot.folder.path, origin: origin, remark: snapshot.remark)
  }
}

/// A model on this machine, complete or not.
public struct InstalledModel: Sendable {
  /// `jinaai/jina-embeddings-v4`, or `bundled`.
  public let name: String
  /// The commit of its snapshot; `nil` for the bundled model.
  public let revision: String?
  /// What its folder tells.
  public let folder: ModelFolder
}

extension ModelLocator {
  /// The models on this machine that this program computes: every snapshot of the cache, by name and commit, then the
  /// bundled one.
  public func installedModels() -> [InstalledModel] {
    var models: [InstalledModel] = []
    for repository in cache.repositories() {
      for commit in (try? cache.commits(of: repository)) ?? [] {
        let folder = ModelFolder(path: "\(cache.folder(of: repository))/snapshots/\(commit)")
        // A download that has only begun may lack its configuration.
        let isJina = repository.description.hasPrefix(HubRepository.jinaEmbeddingsV4.description)
        if folder.isSupported || folder.architecture == nil && isJina {
          models.append(InstalledModel(name: repository.description, revision: commit, folder: folder))
        }
      }
    }
    if let bundledModel {
      models.append(
        InstalledModel(name: ModelReference.bundledName, revision: nil, folder: ModelFolder(path: bundledModel)))
    }
    return models
  }
}
