import Files
import TestSupport
import Testing

struct AtomicFileTests {
  @Test func aCommittedFileReplacesTheOldOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.jsonl"
    try AtomicFile.write([1], to: path)
    #expect(try FileContents.read(path, limit: ReadingLimit.picture) == [1])
    var file = try AtomicFile(replacing: path)
    try file.write([2, 3])
    try file.write([])
    try file.write([4])
    #expect(try FileContents.read(path, limit: ReadingLimit.picture) == [1])
    try file.commit()
    #expect(try FileContents.read(path, limit: ReadingLimit.picture) == [2, 3, 4])
    #expect(try Folder.names(in: folder.path) == ["out.jsonl"])
  }

  @Test func withoutACommitNothingChangesAndNothingIsLeft() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    try AtomicFile.write([1], to: path)
    do {
      var file = try AtomicFile(replacing: path)
      try file.write([2])
      #expect(try Folder.names(in: folder.path).count == 2)
    }
    #expect(try FileContents.read(path, limit: ReadingLimit.picture) == [1])
    #expect(try Folder.names(in: folder.path) == ["out"])
  }

  @Test func aLinkIsFollowedAndPermissionsAreKept() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("real")
    try folder.write("old", to: "real/file")
    try folder.setPermissions(0o640, of: "real/file")
    try folder.makeLink("link", to: "real/file")
    try AtomicFile.write(Array("new".utf8), to: folder.path + "/link")
    #expect(try FileContents.read(folder.path + "/real/file", limit: ReadingLimit.picture) == Array("new".utf8))
    #expect(try folder.isLink("link"))
    #expect(try folder.permissions(of: "real/file") == 0o640)
  }

  @Test func afterAFailedRenameTheTemporaryFileIsGone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    var file: AtomicFile? = try AtomicFile(replacing: path)
    try folder.makeFolder("out")
    #expect(throws: FileError.self) { try file?.commit() }
    file = nil
    #expect(try Folder.names(in: folder.path) == ["out"])
  }

  @Test func whatAnotherProcessLeftIsRemoved() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out"
    let writing = try AtomicFile(replacing: path)
    let own = try Folder.names(in: folder.path)
    try folder.write("left", to: ".jinascope-1f.partial")
    try folder.write("", to: ".jinascope-.partial")
    try folder.makePipe(".jinascope-2.partial")
    try folder.makeLink(".jinascope-3.partial", to: "kept")
    for name in ["kept", ".jinascope-4", "jinascope-5.partial", ".other-6.partial"] { try folder.write("", to: name) }
    try AtomicFile.write([1], to: folder.path + "/other")
    let kept = [".jinascope-2.partial", ".jinascope-3.partial", "kept", ".jinascope-4", "jinascope-5.partial"]
    #expect(try Folder.names(in: folder.path) == (own + kept + [".other-6.partial", "other"]).sorted())
    _ = consume writing
  }

  @Test func foldersAreMadeAndRemovedWhole() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/a/b/c"
    try Folder.createAll(path, isPrivate: true)
    try Folder.createAll(path)
    #expect(try folder.permissions(of: "a/b") == 0o700)
    try folder.write("", to: "a/b/c/file")
    try folder.makeFolder("outside")
    try folder.write("", to: "outside/file")
    try folder.makeLink("a/link", to: "../outside")
    #expect(throws: FileError.self) { try Folder.createAll(path + "/file/d") }
    Folder.remove(folder.path + "/a")
    #expect(try Folder.names(in: folder.path) == ["outside"])
    #expect(try Folder.names(in: folder.path + "/outside") == ["file"])
    #expect(Folder.freeBytes(in: folder.path) ?? 0 > 0)
  }

  @Test func aFolderOrAMissingFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.notAFile(path: folder.path)) { try AtomicFile.write([], to: folder.path) }
    let path = folder.path + "/missing/out"
    #expect(throws: FileError.folderNotFound(path: path)) { try AtomicFile.write([], to: path) }
    #expect(
      FileError.folderNotFound(path: "a/b").description
        == "cannot write a/b: its folder does not exist; create it first")
  }

  #if os(Linux)
    @Test func aFullDiskIsNamed() throws {
      #expect(throws: FileError.diskFull(path: "/dev/full")) { try AtomicFile.write([1], to: "/dev/full") }
    }

    @Test func aDeviceIsWrittenAndNotReplaced() throws {
      try AtomicFile.write([1], to: "/dev/null")
      #expect(try FileStatus(path: "/dev/null").kind == .other)
    }
  #endif
}
