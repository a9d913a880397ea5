import Files
import TestSupport
import Testing

struct ReadingTests {
  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 300_000]) func aFileIsReadAndMappedWhole(count: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try AtomicFile.write(bytes, to: path)
    #expect(try FileContents.read(path, limit: ReadingLimit.picture) == bytes)
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
    #expect(try FileContents.read("/dev/null", limit: 1000, acceptsStreams: true) == [])
    #expect(throws: FileError.tooLarge(path: "/dev/zero", limit: 1000)) {
      try FileContents.read("/dev/zero", limit: 1000, acceptsStreams: true)
    }
    #expect(throws: FileError.notAFile(path: "/dev/null")) { try MappedFile(path: "/dev/null") }
  }

  @Test func whatIsMissingOrOfAnotherKindIsNamed() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/missing"
    #expect(throws: FileError.notFound(path: missing)) { try FileContents.read(missing, limit: ReadingLimit.picture) }
    #expect(throws: FileError.notFound(path: missing)) { try MappedFile(path: missing) }
    #expect(throws: FileError.notFound(path: missing)) { try Folder.names(in: missing) }
    #expect(throws: FileError.notFound(path: missing)) { try FileStatus(path: missing) }
    #expect(throws: FileError.notAFile(path: folder.path)) {
      try FileContents.read(folder.path, limit: ReadingLimit.picture)
    }
    #expect(throws: FileError.notAFile(path: folder.path)) { try MappedFile(path: folder.path) }
    try folder.write("", to: "file")
    #expect(throws: FileError.notAFolder(path: folder.path + "/file")) { try Folder.names(in: folder.path + "/file") }
    #expect(throws: FileError.notFound(path: folder.path + "/file/x")) { try FileStatus(path: folder.path + "/file/x") }
  }

  @Test func aLoopOfLinksIsRefusedInWords() throws {
    let folder = try TemporaryFolder()
    try folder.makeLink("loop", to: "loop")
    let error = #expect(throws: FileError.self) {
      try FileContents.read(folder.path + "/loop", limit: ReadingLimit.picture)
    }
    #expect(error?.description.hasPrefix("cannot read \(folder.path)/loop: ") == true)
  }

  @Test func namesComeInTheOrderOfTheirBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["b", "a", "B", "é", ".hidden", "a.txt"] { try folder.write("", to: name) }
    #expect(try Folder.names(in: folder.path) == [".hidden", "B", "a", "a.txt", "b", "é"])
  }

  @Test func aPipeIsReadToItsEndAndNeverMapped() async throws {
    let folder = try TemporaryFolder()
    try folder.makePipe("pipe")
    let pipe = folder.path + "/pipe"
    #expect(throws: FileError.notAFile(path: pipe)) { try MappedFile(path: pipe) }
    #expect(throws: FileError.notAFile(path: pipe)) { _ = try RandomAccessFile(path: pipe) }
    #expect(throws: FileError.notAFile(path: pipe)) { try FileContents.read(pipe, limit: 1000) }
    #expect(throws: FileError.notAFile(path: pipe)) { try FileContents.checkReadable(pipe) }
    #expect(throws: FileError.notAFile(path: pipe)) { try LineReader(path: pipe).name }
    #expect(throws: FileError.nobodyReads(path: pipe)) { _ = try AppendingFile(path: pipe) }
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    async let writing: Void = onOwnThread { try AtomicFile.write(bytes, to: pipe) }
    #expect(try await onOwnThread { try FileContents.read(pipe, limit: 200_000, acceptsStreams: true) } == bytes)
    try await writing
    // Nothing has taken its place.
    #expect(try FileStatus(path: pipe).kind == .other)
  }

  @Test func waitingForAPipeEndsWithTheTask() async throws {
    let folder = try TemporaryFolder()
    try folder.makePipe("pipe")
    let pipe = folder.path + "/pipe"
    let waits: [@Sendable () throws -> Void] = [
      { _ = try FileContents.read(pipe, limit: 1000, acceptsStreams: true) },
      {
        var lines = try LineReader(path: pipe, acceptsStreams: true)
        _ = try lines.next()
      },
      { try AtomicFile.write([1], to: pipe) },
    ]
    for wait in waits {
      let task = Task.detached { try wait() }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      await #expect(throws: FileError.cancelled(path: pipe)) { try await task.value }
    }
  }

  @Test func linesAreReadOneAtATimeWithinTheirLimits() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lines"
    // Lines that end before, at and behind the ends of what is read at once.
    for length in [0, 1, 100, 65_534, 65_535, 65_536, 65_537, 200_000] {
      let line = [UInt8](repeating: UInt8(ascii: "a"), count: length)
      for end in [[], [UInt8(ascii: "\n")]] {
        try AtomicFile.write(Array("x\n\n".utf8) + line + end, to: path)
        var lines = try LineReader(path: path, lineLimit: 200_000)
        var read: [[UInt8]] = []
        while let line = try lines.next() { read.append(Array(line)) }
        let isEmpty = line.isEmpty && end.isEmpty
        #expect(read == [[UInt8(ascii: "x")], []] + (isEmpty ? [] : [line]))
        #expect(lines.number == read.count)
      }
    }
    try AtomicFile.write(Array("x\n".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 101), to: path)
    for end in ["", "\n"] {
      var lines = LineReader(try FileContents.read(path, limit: 1000) + end.utf8, name: path, lineLimit: 100)
      _ = try lines.next()
      #expect(throws: FileError.lineTooLong(path: path, line: 2, limit: 100)) { try lines.next() }
    }
    var lines = try LineReader(path: path, limit: 102)
    #expect(throws: FileError.tooLarge(path: path, limit: 102)) { try lines.next() }
    var endless = try LineReader(path: "/dev/zero", acceptsStreams: true, lineLimit: 1 << 20)
    #expect(throws: FileError.lineTooLong(path: "/dev/zero", line: 1, limit: 1 << 20)) { try endless.next() }
  }
}
