import Files
import TestSupport
import Testing

struct AtomicFileTests {
  @Test func aCommittedFileReplacesTheOldOne() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.jsonl"
    try AtomicFile.write([1], to: path)
    #expect(try FileContents.read(path) == [1])
    var file = try AtomicFile(replacing: path)
    try file.write([2, 3])
    try file.write([])
    try file.write([4])
    #expect(try FileContents.read(path) == [1])
    try file.commit()
    #expect(try FileContents.read(path) == [2, 3, 4])
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
    #expect(try FileContents.read(path) == [1])
    #expect(try Folder.names(in: folder.path) == ["out"])
  }

  @Test func aLinkIsFollowedAndPermissionsAreKept() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("real")
    try folder.write("old", to: "real/file")
    try folder.setPermissions(0o640, of: "real/file")
    try folder.makeLink("link", to: "real/file")
    try AtomicFile.write(Array("new".utf8), to: folder.path + "/link")
    #expect(try FileContents.read(folder.path + "/real/file") == Array("new".utf8))
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
