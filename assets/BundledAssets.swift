internal import Files

/// The model and the sample collection that come with the program.
///
/// The accessor that the package manager generates is not used: it ends the program where the build folder is gone, as
/// on every machine that a built program is copied to.
public struct BundledAssets: Hashable, Sendable {
  /// The folder that holds `model` and `samples`.
  public let folder: String

  /// The folder of the bundled model, in the layout of any other.
  public var model: String { folder + "/model" }

  /// The folder of the sample collection: `samples.jsonl`, `queries.jsonl`, `images`, and `collection.json`, which says
  /// what of them are the items.
  public var samples: String { folder + "/samples" }

  /// Finds the files: beside the executable, in `share/jinascope` beside its folder, or in the sources it was built
  /// from.
  ///
  /// - Throws: `BundledAssetsNotFound`.
  public init() throws(BundledAssetsNotFound) {
    try self.init(executable: Executable.path, source: #filePath)
  }

  /// Finds the files for an executable and a source file of these paths.
  init(executable: String?, source: String) throws(BundledAssetsNotFound) {
    var places: [String] = []
    if let executable {
      let folder = Self.folder(of: executable)
      places.append("\(folder)/jinascope_BundledAssets.\(Self.bundleExtension)")
      places.append("\(Self.folder(of: folder))/share/jinascope")
    }
    places.append(Self.folder(of: source))
    let found = places.first { place in
      ["model/config.json", "samples"].allSatisfy { (try? FileStatus(path: "\(place)/\($0)")) != nil }
    }
    guard let found else { throw BundledAssetsNotFound(places: places) }
    folder = found
  }

  #if os(Linux)
    private static let bundleExtension = "resources"
  #else
    private static let bundleExtension = "bundle"
  #endif

  private static func folder(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }
}

/// The files that come with the program are at none of the places where they could be.
public struct BundledAssetsNotFound: Error, Equatable, CustomStringConvertible {
  /// The places that were searched.
  public let places: [String]

  /// One sentence: what is missing, where it was searched, what to do.
  public var description: String {
    "the model and samples that come with the program are not in \(places.joined(separator: ", nor in ")); "
      + "copy the folder jinascope_BundledAssets.* of the build beside the program, or build it again"
  }
}
