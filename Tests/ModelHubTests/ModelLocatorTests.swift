import TestSupport
import Testing

@testable import ModelHub

struct ModelLocatorTests {
  private static let commit = "4a58ca57710c49f51896e4bc820e202fbf64904b"
  private static let other = "26239889730c735ed7e9a4db9180c8935faf4ba0"
  private static let files = [
    "config.json": #"{"architectures":["JinaEmbeddingsV4Model"]}"#, "tokenizer.json": "{}",
    "model.safetensors.index.json": #"{"weight_map":{"a":"m-1.safetensors","b":"m-2.safetensors"}}"#,
    "m-1.safetensors": "12345", "m-2.safetensors": "123", "adapters/adapter_config.json": "{}",
    "adapters/adapter_model.safetensors": "1",
    "README.md": "---\ntags:\n- license: no\nlicense: other\nlicense_name: 'qwen-research'\n---\nlicense: mit\n",
  ]

  /// Puts a snapshot into the cache `hub` of a folder, as links into `blobs` or as plain files.
  private func addSnapshot(
    _ commit: String, to folder: TemporaryFolder, repository: String = "models--jinaai--jina-embeddings-v4",
    asLinks: Bool = true, leavingOut: Set<String> = [], reference: String? = "main"
  ) throws {
    let root = "hub/" + repository
    try folder.makeFolder("\(root)/snapshots/\(commit)/adapters")
    for (number, file) in Self.files.sorted(by: { $0.key < $1.key }).enumerated() {
      let path = "\(root)/snapshots/\(commit)/\(file.key)"
      if asLinks {
        let up = file.key.contains("/") ? "../../../" : "../../"
        try folder.makeLink(path, to: "\(up)blobs/\(commit)-\(number)")
        if !leavingOut.contains(file.key) { try folder.write(file.value, to: "\(root)/blobs/\(commit)-\(number)") }
      } else if !leavingOut.contains(file.key) {
        try folder.write(file.value, to: path)
      }
    }
    if let reference { try folder.write(commit, to: "\(root)/refs/\(reference)") }
  }

  private func locator(_ folder: TemporaryFolder, model: String? = nil, bundled: String? = "/bundled") -> ModelLocator {
    var environment = ["HF_HUB_CACHE": folder.path + "/hub", "HOME": folder.path]
    environment["JINASCOPE_MODEL"] = model
    return ModelLocator(environment: environment, bundledModel: bundled)
  }

  @Test(arguments: [
    (["HOME": "/h"], "/h/.cache/huggingface/hub"), (["HOME": "/h", "XDG_CACHE_HOME": "/x"], "/x/huggingface/hub"),
    (["HOME": "/h", "XDG_CACHE_HOME": "/x", "HF_HOME": "/f"], "/f/hub"),
    (["HOME": "/h", "HF_HOME": "~/f"], "/h/f/hub"),
    (["HOME": "/h", "HF_HOME": "/f", "HUGGINGFACE_HUB_CACHE": "/old"], "/old"),
    (["HF_HOME": "/f", "HUGGINGFACE_HUB_CACHE": "/old", "HF_HUB_CACHE": "/c"], "/c"),
    (["HOME": "/h", "HF_HUB_CACHE": "", "HF_HOME": ""], "/h/.cache/huggingface/hub"),
  ])
  func theEnvironmentChoosesTheCache(environment: [String: String], root: String) {
    #expect(HubCache(environment: environment).root == root)
  }

  @Test(arguments: [true, false]) func aCompleteCachedModelIsFoundWithoutBeingNamed(asLinks: Bool) throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder, asLinks: asLinks)
    let model = try locator(folder).locate(nil)
    #expect(model.name == "jinaai/jina-embeddings-v4")
    #expect(model.directory == "\(folder.path)/hub/models--jinaai--jina-embeddings-v4/snapshots/\(Self.commit)")
    #expect(model.origin == .cache)
  }

  @Test(arguments: ["m-2.safetensors", "config.json", "tokenizer.json", "adapters/adapter_model.safetensors"])
  func anIncompleteCachedModelGivesWayToTheBundledOne(missing: String) throws {
    for asLinks in [true, false] {
      let folder = try TemporaryFolder()
      try addSnapshot(Self.commit, to: folder, asLinks: asLinks, leavingOut: [missing])
      let model = try locator(folder).locate(nil)
      #expect(model == LocatedModel(name: "bundled", directory: "/bundled", origin: .bundled))
      let error = #expect(throws: ModelHubError.self) { try locator(folder).locate("jinaai/jina-embeddings-v4") }
      #expect(error?.description.contains(missing) == true)
      #expect(error?.description.contains("hf download jinaai/jina-embeddings-v4") == true)
    }
  }

  @Test func aRevisionIsABranchATagOrACommit() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    try addSnapshot(Self.other, to: folder, reference: "refs/pr/7")
    let locator = locator(folder)
    for (revision, commit) in [
      ("main", Self.commit), (Self.commit, Self.commit), ("refs/pr/7", Self.other), (Self.other, Self.other),
    ] {
      let model = try locator.locate("jinaai/jina-embeddings-v4@\(revision)")
      #expect(model.directory.hasSuffix(commit))
      #expect(model.origin == .argument)
    }
    let error = #expect(throws: ModelHubError.self) { try locator.locate("jinaai/jina-embeddings-v4@v9") }
    #expect(
      error?.description
        == "jinaai/jina-embeddings-v4@v9 is not in the Hugging Face cache \(folder.path)/hub; "
        + "fetch it with: hf download jinaai/jina-embeddings-v4 --revision v9")
  }

  @Test func withoutMainTheOnlySnapshotIsTheModel() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder, reference: nil)
    #expect(try locator(folder).locate(nil).origin == .cache)
    try addSnapshot(Self.other, to: folder, reference: nil)
    #expect(try locator(folder).locate(nil).origin == .bundled)
  }

  @Test(arguments: ["", "main", "../../../../etc", "4a58", "4a58ca57710c49f51896e4bc820e202fbf64904b x"])
  func aReferenceThatIsNoCommitIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    let path = "hub/models--jinaai--jina-embeddings-v4/refs/main"
    try folder.write(text, to: path)
    #expect(throws: ModelHubError.damagedReference(file: folder.path + "/" + path)) {
      try locator(folder).locate("jinaai/jina-embeddings-v4")
    }
    #expect(try locator(folder).locate(nil).origin == .bundled)
  }

  @Test func theArgumentWinsOverTheVariableAndTheVariableOverTheCache() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    try folder.write("{}", to: "mine/config.json")
    try folder.write("{}", to: "yours/config.json")
    let locator = locator(folder, model: folder.path + "/mine")
    #expect(
      try locator.locate(nil) == LocatedModel(name: "mine", directory: folder.path + "/mine", origin: .environment))
    #expect(
      try locator.locate(folder.path + "/yours/").name == "yours")
    #expect(try self.locator(folder, model: "").locate(nil).origin == .cache)
  }

  @Test func aFolderWithoutAConfigurationIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ModelHubError.notAModel(folder: folder.path)) { try locator(folder).locate(folder.path) }
    let error = #expect(throws: ModelHubError.self) { try locator(folder, model: "/nowhere/at/all").locate(nil) }
    #expect(
      error?.description
        == "JINASCOPE_MODEL is set, but /nowhere/at/all is not the folder of a model: it has no config.json; check the path"
    )
  }

  @Test func whereNothingIsTheErrorNamesThePlaceAndTheRemedy() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: ModelHubError.self) { try locator(folder, bundled: nil).locate(nil) }
    #expect(
      error?.description
        == "no model was found in \(folder.path)/hub/models--jinaai--jina-embeddings-v4; "
        + "fetch one with: hf download jinaai/jina-embeddings-v4, or give its folder with --model")
  }

  @Test func theModelsOfThisMachineAreListedCompleteOrNot() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    try addSnapshot(Self.other, to: folder, leavingOut: ["m-1.safetensors", "tokenizer.json"], reference: nil)
    try folder.write(
      #"{"architectures":["BertModel"]}"#, to: "hub/models--a--bert/snapshots/\(Self.commit)/config.json")
    try folder.write(
      #"{"architectures":["Qwen2_5_VLForConditionalGeneration"]}"#,
      to: "hub/models--a--qwen/snapshots/\(Self.commit)/config.json")
    try folder.makeFolder("hub/.locks/models--x--y")
    let models = locator(folder, bundled: nil).installedModels()
    #expect(models.map(\.name) == ["a/qwen", "jinaai/jina-embeddings-v4", "jinaai/jina-embeddings-v4"])
    #expect(models[0].folder.missing == ["tokenizer.json", "model.safetensors"])
    #expect(models[1].revision == Self.other)
    #expect(models[1].folder.missing == ["tokenizer.json", "m-1.safetensors"])
    #expect(!models[1].folder.isComplete)
    #expect(models[2].folder.isComplete)
    #expect(models[2].folder.byteCount == 9)
    #expect(models[2].folder.license == "qwen-research")
    #expect(models[2].folder.architecture == "JinaEmbeddingsV4Model")
  }

  @Test func theBundledModelIsCompleteAndListed() throws {
    let folder = try TemporaryFolder()
    let environment = ["HF_HUB_CACHE": folder.path]
    let models = ModelLocator(environment: environment).installedModels()
    #expect(models.map(\.name) == ["bundled"])
    #expect(models.first?.folder.isComplete == true)
    #expect(models.first?.folder.license == "mit")
    #expect(try ModelLocator(environment: environment).locate(nil).origin == .bundled)
  }

  @Test func anIndexThatCannotBeReadIsAProblemNotAMissingFile() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder, asLinks: false)
    try folder.write(
      "[]", to: "hub/models--jinaai--jina-embeddings-v4/snapshots/\(Self.commit)/model.safetensors.index.json")
    let model = try #require(locator(folder, bundled: nil).installedModels().first)
    #expect(model.folder.missing.isEmpty)
    #expect(model.folder.problem?.contains("weight_map") == true)
    #expect(!model.folder.isComplete)
  }
}
