import CKernelChecks
import Embeddings
import Foundation
import Tensors
import TestSupport
import Testing

@testable import JinaModel

/// The kernels' calls of forward passes of a tiny checkpoint, recorded with what plain C makes of them on x86-64. They
/// are made anew here, and by `scripts/test-arm64` on processors that are emulated.
@Suite struct KernelCallTests {
  private static let file = Fixture.path("kernel-calls.bin")

  /// A text and a picture in every precision, on the calling thread alone.
  private func passes() throws {
    let goldens = try Goldens("tiny-published")
    let images = try ImageGoldens("tiny-published")
    let text = try #require(goldens.texts.first)
    for (precision, weights) in [(Precision.exact, WeightFormat.stored), (.fast, .stored), (.fast, .int8)] {
      let model = try goldens.model(threads: 1, precision: precision, packsWeights: false, weights: weights)
      let task = try #require(model.tasks.first)
      let tokens = try text.tokens(.query, task: task)
      let image = try images.image("rgb-112x112.png", model: model)
      _ = try model.forward([
        MultimodalSequence(tokens: tokens, tasks: [task], wantsMultiVector: true),
        try images.sequence(image, model: model, tasks: [task], wantsMultiVector: true),
      ])
    }
  }

  /// The number of calls that were recorded in a file.
  private func record(_ path: String) throws -> Int {
    // Safe: both are called on this thread, on which the passes compute.
    try #require(unsafe kernel_calls_begin(path) != 0)
    let passed = Result { try passes() }
    let count = kernel_calls_end()
    try passed.get()
    return count
  }

  /// With the environment variable `JINASCOPE_RECORD` set, they are recorded for `scripts/test-arm64`.
  @Test func forwardPassesMakeTheCallsThatAreRecorded() throws {
    let folder = try TemporaryFolder()
    let path = DocumentationPage.isRecording ? Self.file : folder.path + "/calls"
    let count = try record(path)
    var replayed = 0
    // Safe: the sentence stays until the next check on this thread.
    let failure = unsafe kernel_calls_failure(Self.file, "scalar", &replayed).map { unsafe String(cString: $0) }
    #expect(failure == nil)
    #expect(replayed == count && count > 80)
    // The same kernels with the same sizes, whatever a library's exponentials round to.
    #expect(try Data(contentsOf: URL(filePath: path)).count == Fixture.bytes("kernel-calls.bin").count)
  }

  @Test(arguments: InstructionSet.names) func everyInstructionSetMakesOfThemWhatPlainCDoes(name: String) {
    let before = InstructionSet.current
    guard InstructionSet.use(name) else { return }
    _ = InstructionSet.use(before)
    var count = 0
    // Safe: as above.
    let failure = unsafe kernel_calls_failure(Self.file, name, &count).map { unsafe String(cString: $0) }
    #expect(failure == nil)
  }
}
