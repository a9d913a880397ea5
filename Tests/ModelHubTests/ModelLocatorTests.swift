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
    (["HF_HOME": "$BASE/f", "BASE": "/b"], "/b/f/hub"), (["HF_HUB_CACHE": "${BASE}/c", "BASE": "/b"], "/b/c"),
    (["HUGGINGFACE_HUB_CACHE": "~/old", "HOME": "/h"], "/h/old"),
    (["XDG_CACHE_HOME": "$BASE", "BASE": "/b"], "/b/huggingface/hub"), (["HF_HOME": "$NONE/f"], "$NONE/f/hub"),
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
  func noOtherModelAnswersForAnIncompleteCachedOne(missing: String) throws {
    for asLinks in [true, false] {
      let folder = try TemporaryFolder()
      try addSnapshot(Self.commit, to: folder, asLinks: asLinks, leavingOut: [missing])
      for argument in [nil, "jinaai/jina-embeddings-v4", "jinaai/jina-embeddings-v4@main"] {
        let error = #expect(throws: ModelHubError.self) { try locator(folder).locate(argument) }
        #expect(error?.description.contains(missing) == true)
        #expect(error?.description.contains("hf download jinaai/jina-embeddings-v4") == true)
      }
    }
  }

  @Test func withoutAnythingInTheCacheTheBundledModelAnswersAndSaysSo() throws {
    let folder = try TemporaryFolder()
    let model = try locator(folder).locate(nil)
    #expect(model.origin == .bundled && model.name == "bundled" && model.directory == "/bundled")
    #expect(
      model.remark
        == "no model was named and jinaai/jina-embeddings-v4 is not in the Hugging Face cache \(folder.path)/hub, "
        + "so the bundled demonstration model answers")
    try folder.makeFolder("hub/models--jinaai--jina-embeddings-v4/snapshots")
    #expect(try locator(folder).locate(nil).origin == .bundled)
  }

  @Test func theOneWholeSnapshotAnswersWhereMainIsNotWhole() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder, leavingOut: Set(Self.files.keys).subtracting(["config.json"]))
    try addSnapshot(Self.other, to: folder, reference: nil)
    for argument in [nil, "jinaai/jina-embeddings-v4"] {
      let model = try locator(folder).locate(argument)
      #expect(model.directory.hasSuffix(Self.other))
      #expect(model.remark?.contains(Self.other) == true)
    }
    // A revision that is named is no other one.
    #expect(throws: ModelHubError.self) { try locator(folder).locate("jinaai/jina-embeddings-v4@main") }
    #expect(throws: ModelHubError.self) { try locator(folder).locate("jinaai/jina-embeddings-v4@\(Self.commit)") }
  }

  @Test func severalWholeSnapshotsWithoutAWholeMainAreAQuestion() throws {
    let folder = try TemporaryFolder()
    let third = String(repeating: "ab", count: 20)
    try addSnapshot(Self.commit, to: folder, leavingOut: ["tokenizer.json"])
    try addSnapshot(Self.other, to: folder, reference: nil)
    try addSnapshot(third, to: folder, reference: nil)
    let error = #expect(throws: ModelHubError.self) { try locator(folder).locate(nil) }
    #expect(
      error?.description
        == "the Hugging Face cache has 2 whole snapshots of jinaai/jina-embeddings-v4, none of them at main; name one: "
        + "jinaai/jina-embeddings-v4@\(Self.other), jinaai/jina-embeddings-v4@\(third)")
  }

  @Test func aDownloadThatHasOnlyBegunIsIncomplete() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "hub/models--jinaai--jina-embeddings-v4/blobs/0123.incomplete")
    let error = #expect(throws: ModelHubError.self) { try locator(folder).locate(nil) }
    #expect(error?.description.contains("is incomplete: its download has begun") == true)
  }

  @Test func whatIsRequiredDoesNotDependOnWhereTheModelLies() throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    let root = "hub/models--jinaai--jina-embeddings-v4/snapshots/\(Self.commit)"
    try folder.remove(root + "/adapters")
    // Jina's class without tasks of its own is a model into which one was merged.
    #expect(ModelFolder(path: folder.path + "/" + root).missing.isEmpty)
    for configuration in [
      #"{"architectures":["JinaEmbeddingsV4Model"],"task_names":["retrieval","text-matching","code"]}"#,
      #"{"architectures":["JinaEmbeddingsV4Model"],"task_names":["code"]}"#, #"{"task_names":["a","b"]}"#,
    ] {
      try folder.remove(root + "/config.json")
      try folder.write(configuration, to: root + "/config.json")
      #expect(
        ModelFolder(path: folder.path + "/" + root).missing
          == ["adapters/adapter_config.json", "adapters/adapter_model.safetensors"])
      #expect(throws: ModelHubError.self) { try locator(folder).locate(nil) }
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
    let model = try locator(folder).locate(nil)
    #expect(model.origin == .cache && model.remark == nil)
    try addSnapshot(Self.other, to: folder, reference: nil)
    #expect(throws: ModelHubError.severalSnapshots(.jinaEmbeddingsV4, commits: [Self.other, Self.commit].sorted())) {
      try locator(folder).locate(nil)
    }
  }

  @Test(arguments: ["", "main", "../../../../etc", "4a58", "4a58ca57710c49f51896e4bc820e202fbf64904b x"])
  func aReferenceThatIsNoCommitIsRefused(text: String) throws {
    let folder = try TemporaryFolder()
    try addSnapshot(Self.commit, to: folder)
    let path = "hub/models--jinaai--jina-embeddings-v4/refs/main"
    try folder.write(text, to: path)
    let damaged = ModelHubError.damagedReference(file: folder.path + "/" + path)
    #expect(throws: damaged) { try locator(folder).locate("jinaai/jina-embeddings-v4@main") }
    // Nobody named a revision, and one snapshot is whole.
    #expect(try locator(folder).locate(nil).remark?.contains(Self.commit) == true)
    try folder.remove("hub/models--jinaai--jina-embeddings-v4/snapshots/\(Self.commit)/config.json")
    #expect(throws: damaged) { try locator(folder).locate(nil) }
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
