import Files
import Safetensors
import Tensors
import TestSupport
import Testing

struct SafetensorsFileTests {
  @Test func whatIsWrittenIsReadBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/vectors.safetensors"
    var writer = SafetensorsWriter(metadata: [("task", "retrieval"), ("note", "\"quoted\"\n")])
    writer.add("embeddings", floats: [1, -2, 0.5, 3e-8, 0, 6], shape: [2, 3])
    writer.add("offsets", integers: [0, 7, -1], shape: [3])
    writer.add("half", StoredTensor([1, 2, 3], shape: [3, 1], dtype: .bfloat16))
    writer.add("nothing", floats: [], shape: [0, 128])
    try writer.write(to: path)

    let file = try SafetensorsFile(path: path)
    #expect(file.header.metadata == ["task": "retrieval", "note": "\"quoted\"\n"])
    #expect(file.header.entries.count == 4)
    #expect(file.tensor("embeddings")?.floats() == [1, -2, 0.5, 3e-8, 0, 6])
    #expect(file.tensor("embeddings")?.shape == [2, 3])
    #expect(file.tensor("half")?.floats() == [1, 2, 3])
    #expect(file.tensor("half")?.dtype == .bfloat16)
    #expect(file.tensor("nothing")?.shape == [0, 128])
    #expect(file.tensor("missing") == nil)
    let offsets = try #require(file.header.entry("offsets"))
    #expect(offsets.dtype == .int64)
    #expect(
      file.mapping.copy(offsets.bytes) == [0, 0, 0, 0, 0, 0, 0, 0, 7] + [0, 0, 0, 0, 0, 0, 0]
        + [UInt8](repeating: 0xFF, count: 8))
    #expect(file.header.entries.allSatisfy { $0.bytes.lowerBound % $0.dtype.byteWidth == 0 })
  }

  @Test func aTensorOutlivesItsFile() throws {
    let folder = try TemporaryFolder()
    var writer = SafetensorsWriter()
    writer.add("w", floats: [4, 5], shape: [2])
    try writer.write(to: folder.path + "/w.safetensors")
    let tensor = try #require(try SafetensorsFile(path: folder.path + "/w.safetensors").tensor("w"))
    try folder.remove("w.safetensors")
    #expect(tensor.floats() == [4, 5])
  }

  @Test func aTensorLargerThanOnePieceIsWrittenWhole() throws {
    let folder = try TemporaryFolder()
    let values = (0..<300_001).map(Float.init)
    var writer = SafetensorsWriter()
    writer.add("w", floats: values, shape: [values.count])
    try writer.write(to: folder.path + "/w.safetensors")
    #expect(try SafetensorsFile(path: folder.path + "/w.safetensors").tensor("w")?.floats() == values)
  }

  @Test func aFileThatCannotBeOpenedIsNamed() throws {
    let folder = try TemporaryFolder()
    #expect(throws: SafetensorsError.file(.notAFile(path: folder.path))) { try SafetensorsFile(path: folder.path) }
    let missing = folder.path + "/missing"
    #expect(throws: SafetensorsError.file(.notFound(path: missing))) { try SafetensorsFile(path: missing) }
    try folder.write("", to: "empty")
    #expect(throws: SafetensorsError.tooSmall(file: folder.path + "/empty", byteCount: 0)) {
      try SafetensorsFile(path: folder.path + "/empty")
    }
  }

  @Test func writingIntoAMissingFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/missing/x.safetensors"
    #expect(throws: SafetensorsError.file(.folderNotFound(path: path))) { try SafetensorsWriter().write(to: path) }
  }
}
