import TestSupport
import Testing

@testable import ModelHub

struct ModelReferenceTests {
  @Test(arguments: [
    ("jinaai/jina-embeddings-v4", nil), ("jinaai/jina-embeddings-v4@main", "main"), ("a/b@refs/pr/3", "refs/pr/3"),
    ("a/b_c.d@4a58ca57710c49f51896e4bc820e202fbf64904b", "4a58ca57710c49f51896e4bc820e202fbf64904b"),
  ])
  func repositoriesAreReadWithTheirRevision(text: String, revision: String?) throws {
    let reference = try ModelReference(text)
    guard case .repository(let repository, let found) = reference else {
      Issue.record("\(text) was read as \(reference)")
      return
    }
    #expect(text.hasPrefix(repository.description))
    #expect(found == revision)
    #expect(reference.description == text)
  }

  @Test(arguments: [
    "../b", "./model", "/models/v4", "~/v4", "model", "a/b/c", "...", "/", "a/b/../../c",
  ])
  func pathsAreFolders(text: String) throws {
    #expect(try ModelReference(text) == .folder(text))
  }

  @Test(arguments: [
    "", "a/..", "a/b--c", "a/.b", "a/b.", "-a/b", "a/b c", "a/b\u{0}", "a/é", "a/b@", "a/b@..", "a/b@../../x",
    "a/b@x/../y",
    "a/b@/etc", "a/b@x//y", "a/b@x y", "a/", "a/b@.hidden",
  ])
  func whatCouldLeadElsewhereIsRefused(text: String) {
    #expect(throws: ModelHubError.refusedReference(text)) { try ModelReference(text) }
  }

  @Test func aFolderThatIsThereWinsOverARepository() throws {
    let folder = try TemporaryFolder()
    #expect(try ModelReference(folder.path) == .folder(folder.path))
  }

  @Test func aRepositoryAndItsFolderNameEachOther() throws {
    let repository = HubRepository.jinaEmbeddingsV4
    #expect(repository.folderName == "models--jinaai--jina-embeddings-v4")
    #expect(HubRepository(folderName: repository.folderName) == repository)
    for name in ["datasets--a--b", "models--a", "models--a--", "models--..--b", "models--a--b--c"] {
      #expect(HubRepository(folderName: name) == nil)
    }
  }
}
