import EmbeddingStore
import Embeddings
import Foundation
import Synchronization
import TestSupport
import Testing

/// The file: who may read it, how large it gets, and what happens where it is damaged.
@Suite struct EmbeddingStoreTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path + "/cache/embeddings.v1.sqlite" }

  private func embedder(_ store: EmbeddingStore) throws -> StoredEmbedder {
    try #require(StoredEmbedder(CountingEmbedder(), store: store, settings: .init(all: "", pictures: "")))
  }

  private func fill(_ store: EmbeddingStore, _ texts: some Sequence<String>, tokens: Bool = false) async throws {
    let requests = texts.map {
      EmbeddingRequest(.text($0, .query), tasks: [EmbeddingTask("retrieval")], wantsMultiVector: tokens)
    }
    _ = try await embedder(store).results(of: requests)
  }

  @Test func onlyTheUserCanReadIt() async throws {
    try folder.makeFolder("cache")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/cache")
    let store = try EmbeddingStore(folder: folder.path + "/cache") { _ in }
    try await fill(store, ["a"])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/cache")
    for path in [folder.path + "/cache"] + names.map({ folder.path + "/cache/" + $0 }) {
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == (path.hasSuffix("cache") ? 0o700 : 0o600), "\(path)")
    }
  }

  @Test func itTellsWhatItHoldsAndForgetsWhatIsAskedFor() async throws {
    let store = try EmbeddingStore(folder: folder.path + "/cache") { _ in }
    try await fill(store, ["a", "b"])
    try await fill(store, ["c"], tokens: true)
    let groups = try store.groups()
    #expect(
      groups.map(\.count) == [3] && groups.map(\.multiVectorCount) == [1] && groups.map(\.byteCount) == [3 * 16 + 16])
    #expect(groups[0].model == "counting" && groups[0].task.name == "retrieval")
    #expect(try store.verify().isEmpty)
    #expect(try store.clear(model: "another") == 0)
    #expect(try store.clear(task: EmbeddingTask("code")) == 0)
    #expect(try store.clear(model: "counting", task: EmbeddingTask("retrieval")) == 3)
    #expect(try store.groups().isEmpty)
  }

  @Test(arguments: [
    Array("no database at all, but a text that is long enough".utf8), Array(repeating: 0x53, count: 5000),
  ])
  func aDamagedFileIsSetAside(bytes: [UInt8]) async throws {
    try folder.write(bytes, to: "cache/embeddings.v1.sqlite")
    let told = Mutex<[String]>([])
    let store = try EmbeddingStore(folder: folder.path + "/cache") { sentence in told.withLock { $0.append(sentence) } }
    #expect(told.withLock { $0.count == 1 && $0[0].contains("is damaged and is kept as \(path).damaged") })
    try await fill(store, ["a"])
    #expect(try store.groups().map(\.count) == [1])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".damaged")) == Data(bytes))
  }

  @Test func damageThatShowsLaterEndsTheRememberingAndNotTheWork() async throws {
    do {
      let store = try EmbeddingStore(folder: folder.path + "/cache") { _ in }
      try await fill(store, (0..<3000).map { "text \($0)" })
    }
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    for index in stride(from: 32768 * 2, to: bytes.count, by: 1) { bytes[index] = 0xAA }
    try folder.write(bytes, to: "cache/embeddings.v1.sqlite")
    let told = Mutex<[String]>([])
    let store = try EmbeddingStore(folder: folder.path + "/cache") { sentence in told.withLock { $0.append(sentence) } }
    let requests = (0..<3000).map {
      EmbeddingRequest(.text("text \($0)", .query), tasks: [EmbeddingTask("retrieval")])
    }
    let results = try await embedder(store).results(of: requests)
    #expect(results.allSatisfy { $0.count == 1 })
    #expect(told.withLock { $0.count == 1 && $0[0].contains("damaged") }, "\(told.withLock { $0 })")
  }

  @Test func whatWasUsedLeastRecentlyGoesWhereTheLimitIsReached() async throws {
    let limit = 1_000_000
    let store = try EmbeddingStore(folder: folder.path + "/cache", byteLimit: limit) { Issue.record("\($0)") }
    for start in stride(from: 0, to: 20_000, by: 2000) {
      try await fill(store, (start..<start + 2000).map { "text \($0)" })
      #expect(try store.fileByteCount() <= limit)
    }
    let count = try store.groups().map(\.count).reduce(0, +)
    #expect(count > 1000 && count < 20_000)
    // The newest are there.
    let found = Mutex(0)
    try embedder(store).recall([EmbeddingRequest(.text("text 19999", .query), tasks: [EmbeddingTask("retrieval")])]) {
      _, _ in found.withLock { $0 += 1 }
    }
    #expect(found.withLock { $0 } == 1)
  }

  @Test func twoUseOneFile() async throws {
    let stores = try (0..<2).map { _ in try EmbeddingStore(folder: folder.path + "/cache") { Issue.record("\($0)") } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, store) in stores.enumerated() {
        group.addTask { try await fill(store, (0..<500).map { "\(number) \($0)" }) }
      }
      try await group.waitForAll()
    }
    #expect(try stores[0].groups().map(\.count) == [1000])
    // What one forgets while the other computes is computed again.
    #expect(try stores[1].clear() == 1000)
    try await fill(stores[0], ["0 1"])
    #expect(try stores[1].groups().map(\.count) == [1])
  }

  @Test func aFolderThatCannotBeMadeIsAnErrorThatSaysSo() throws {
    try folder.write("a file", to: "file")
    #expect(throws: (any Error).self) { try EmbeddingStore(folder: folder.path + "/file/cache") { _ in } }
  }
}
