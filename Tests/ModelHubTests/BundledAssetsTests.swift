import Files
import TestSupport
import Testing

@testable import BundledAssets

struct BundledAssetsTests {
  private func fill(_ place: String, in folder: TemporaryFolder) throws {
    try folder.write("{}", to: place + "/model/config.json")
    try folder.makeFolder(place + "/samples")
  }

  @Test func theBuildHasThem() throws {
    let assets = try BundledAssets()
    #expect(try FileStatus(path: assets.model + "/config.json").kind == .file)
    #expect(try FileStatus(path: assets.samples + "/samples.jsonl").kind == .file)
  }

  @Test func besideTheExecutableComesBeforeShareAndTheSources() throws {
    let folder = try TemporaryFolder()
    let executable = folder.path + "/bin/jinascope"
    let source = folder.path + "/assets/BundledAssets.swift"
    #if os(Linux)
      let bundle = "bin/jinascope_BundledAssets.resources"
    #else
      let bundle = "bin/jinascope_BundledAssets.bundle"
    #endif
    for place in ["assets", "share/jinascope", bundle] {
      try fill(place, in: folder)
      #expect(try BundledAssets(executable: executable, source: source).folder == folder.path + "/" + place)
    }
  }

  @Test func whereNoneIsTheErrorNamesEveryPlace() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "share/jinascope/model/config.json")
    let error = #expect(throws: BundledAssetsNotFound.self) {
      try BundledAssets(executable: folder.path + "/bin/jinascope", source: folder.path + "/assets/x.swift")
    }
    #expect(error?.places.count == 3)
    #expect(error?.description.contains(folder.path + "/share/jinascope") == true)
  }
}
