import Files
import TestSupport
import Testing

struct ReadingTests {
  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000]) func aFileIsReadAndMappedWhole(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try AtomicFile.write(bytes, to: path)
    #expect(try FileContents.read(path) == bytes)
    #expect(try FileContents.read(path, limit: count) == bytes)
    if count > 0 {
      #expect(throws: FileError.tooLarge(path: path, limit: count - 1)) {
        try FileContents.read(path, limit: count - 1)
      }
    }
    let mapped = try MappedFile(path: path)
    #expect(mapped.byteCount == count)
    #expect(mapped.bytes.byteCount == count)
    #expect(mapped.copy(0..<count) == bytes)
    #expect(try FileStatus(path: path) == FileStatus(path: folder.path + "/./file"))
    #expect(try FileStatus(path: path).byteCount == count)
  }

  @Test func aDeviceIsReadToItsEndButNotMapped() throws {
    #expect(try FileContents.read("/dev/null") == [])
    #expect(throws: FileError.tooLarge(path: "/dev/zero", limit: 1000)) {
      try FileContents.read("/dev/zero", limit: 1000)
    }
    #expect(throws: FileError.notAFile(path: "/dev/null")) { try MappedFile(path: "/dev/null") }
  }

  @Test func whatIsMissingOrOfAnotherKindIsNamed() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/missing"
    #expect(throws: FileError.notFound(path: missing)) { try FileContents.read(missing) }
    #expect(throws: FileError.notFound(path: missing)) { try MappedFile(path: missing) }
    #expect(throws: FileError.notFound(path: missing)) { try Folder.names(in: missing) }
    #expect(throws: FileError.notFound(path: missing)) { try FileStatus(path: missing) }
    #expect(throws: FileError.notAFile(path: folder.path)) { try FileContents.read(folder.path) }
    #expect(throws: FileError.notAFile(path: folder.path)) { try MappedFile(path: folder.path) }
    try folder.write("", to: "file")
    #expect(throws: FileError.notAFolder(path: folder.path + "/file")) { try Folder.names(in: folder.path + "/file") }
    #expect(throws: FileError.notFound(path: folder.path + "/file/x")) { try FileStatus(path: folder.path + "/file/x") }
  }

  @Test func aLoopOfLinksIsRefusedInWords() throws {
    let folder = try TemporaryFolder()
    try folder.makeLink("loop", to: "loop")
    let error = #expect(throws: FileError.self) { try FileContents.read(folder.path + "/loop") }
    #expect(error?.description.hasPrefix("cannot read \(folder.path)/loop: ") == true)
  }

  @Test func namesComeInTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", "B", "é", ".hidden", "a.txt"] { try folder.write("", to: name) }
    #expect(try Folder.names(in: folder.path) == [".hidden", "B", "a", "a.txt", "b", "é"])
  }

  @Test func aPipeIsReadToItsEndAndNeverMapped() throws {
    let folder = try TemporaryFolder()
    try folder.makePipe("pipe")
    #expect(throws: FileError.notAFile(path: folder.path + "/pipe")) { try MappedFile(path: folder.path + "/pipe") }
  }
}
