import Files
import Foundation
import Safetensors
import TestSupport
import Testing

@testable import JinaModel

/// A model's file that is changed while the model is in use is an error of the pass that reads it.
@Suite struct ChangedFileTests {
  private func sequence(_ model: JinaModel) -> MultimodalSequence {
    MultimodalSequence(tokens: [1, 2, 3], tasks: model.tasks, wantsMultiVector: false)
  }

  private func changed(_ path: String) -> JinaModelError { .weights(.file(.changed(path: path))) }

  @Test(arguments: ["model.safetensors", "adapters/adapter_model.safetensors"], [0, 8, 4096, -1, -100])
  func aFileThatIsCutShortIsAnErrorAndNoSignal(name: String, length: Int) throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let path = checkpoint.folder.path + "/" + name
    let model = try checkpoint.model()
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    let size = try file.seekToEnd()
    try file.truncate(atOffset: length >= 0 ? UInt64(length) : size - UInt64(-length))
    for _ in 0..<2 { #expect(throws: changed(path)) { try model.forward([sequence(model)]) } }
  }

  @Test func aFileThatIsCutShortInTheMiddleOfAPassIsAnErrorOfThatPass() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let path = checkpoint.folder.path + "/model.safetensors"
    let model = try checkpoint.model()
    #expect(throws: changed(path)) {
      try model.forward([sequence(model)]) { _, layer, _ in
        if layer == 1 { try FileHandle(forUpdatingAtPath: path)?.truncate(atOffset: 100) }
      }
    }
  }

  @Test func aFileThatIsWrittenIntoIsAnErrorAndOneThatIsReplacedIsNot() throws {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    let path = checkpoint.folder.path + "/model.safetensors"
    let model = try checkpoint.model()
    let before = try model.forward([sequence(model)])[0].map(\.vector)
    let bytes = try FileContents.read(path, limit: .max)
    try AtomicFile.write(Array(bytes.reversed()), to: path)
    #expect(try model.forward([sequence(model)])[0].map(\.vector) == before)

    let other = try AlteredCheckpoint(of: "tiny-newer")
    let opened = try other.model()
    let file = try #require(FileHandle(forUpdatingAtPath: other.folder.path + "/model.safetensors"))
    try file.seek(toOffset: UInt64(bytes.count - 10))
    try file.write(contentsOf: Data([1, 2, 3]))
    #expect(throws: changed(other.folder.path + "/model.safetensors")) { try opened.forward([sequence(opened)]) }
  }
}
