public import Files

/// Why no model was found.
public enum ModelHubError: Error, Equatable, Sendable {
  /// A text that is neither a folder nor the name of a repository.
  case refusedReference(String)
  /// A folder that is not there, or is not a model's.
  case notAModel(folder: String)
  /// A repository or revision that the cache does not have.
  case notInCache(HubRepository, revision: String?, root: String)
  /// A repository of which some files are missing.
  case incomplete(HubRepository, folder: String, missing: [String])
  /// A repository of which a download has begun and no file is whole.
  case unfinished(HubRepository, folder: String)
  /// A repository whose files are all there, of which one cannot be read.
  case unusable(HubRepository, reason: String)
  /// A repository of which several snapshots are whole, and `main` is not.
  case severalSnapshots(HubRepository, commits: [String])
  /// A file of references that does not hold a commit.
  case damagedReference(file: String)
  /// Neither in the cache nor beside the program is a model.
  case nothingFound(searched: [String])
  /// A file that cannot be read.
  case file(FileError)
  /// The model that an environment variable names cannot be used.
  indirect case inEnvironment(variable: String, ModelHubError)
}

extension ModelHubError: CustomStringConvertible {
  /// One sentence: what is missing, where it was searched, what to do.
  public var description: String {
    switch self {
    case .refusedReference(let text):
      "\(text.debugDescription) names no model; give a folder, or org/name[@revision] of the Hugging Face hub"
    case .notAModel(let folder):
      "\(folder) is not the folder of a model: it has no config.json; check the path"
    case .notInCache(let repository, let revision, let root):
      "\(ModelReference.repository(repository, revision: revision)) is not in the Hugging Face cache \(root); "
        + "fetch it with: \(Self.command(repository, revision: revision))"
    case .incomplete(let repository, let folder, let missing):
      "\(repository) in \(folder) is incomplete (missing: \(missing.joined(separator: ", "))); "
        + "fetch the rest with: \(Self.command(repository, revision: nil))"
    case .unfinished(let repository, let folder):
      "\(repository) in \(folder) is incomplete: its download has begun, and none of its files is whole; "
        + "fetch the rest with: \(Self.command(repository, revision: nil))"
    case .unusable(let repository, let reason):
      "\(repository) in the Hugging Face cache cannot be used: \(reason)"
    case .severalSnapshots(let repository, let commits):
      "the Hugging Face cache has \(commits.count) whole snapshots of \(repository), none of them at main; "
        + "name one: \(commits.map { "\(repository)@\($0)" }.joined(separator: ", "))"
    case .damagedReference(let file): "\(file) does not hold a commit of 40 hexadecimal digits; fetch the model again"
    case .nothingFound(let searched):
      "no model was found in \(searched.joined(separator: ", nor in ")); "
        + "fetch one with: \(Self.command(.jinaEmbeddingsV4, revision: nil)), or give its folder with --model"
    case .file(let error): error.description
    case .inEnvironment(let variable, let error): "\(variable) is set, but \(error.description)"
    }
  }

  private static func command(_ repository: HubRepository, revision: String?) -> String {
    "hf download \(repository)" + (revision.map { " --revision \($0)" } ?? "")
  }
}
