import Corpus
import Embeddings
import Foundation
import TerminalUI
import TestSupport
import Testing

@testable import Explorer

@Suite("Effects")
struct EffectRunnerTests {
  /// A computation that brings about one change.
  private func drafting(_ text: String, in slot: String = "a slot") -> Computation {
    Computation(Slot(slot), text) { _, deliver in deliver { $0.query.draft = text } }
  }

  /// The changes that have come, once nothing is being done any more.
  private func drafts(of runner: inout EffectRunner) -> [String] {
    var state = ExplorerHarness().state
    var drafts: [String] = []
    repeat {
      usleep(1000)
      for case .delivered(let change) in runner.actions() {
        change(&state)
        drafts.append(state.query.draft)
      }
    } while runner.isWorking
    return drafts
  }

  @Test func whatReplacedWorkStillSendsIsDropped() throws {
    var runner = try EffectRunner(embedder: StubEmbedder(), describe: { "\($0)" })
    runner.start(drafting("first"))
    // It has been sent, and not been taken.
    var descriptor = pollfd(fd: runner.wakeUp, events: Int16(POLLIN), revents: 0)
    // Safe: one descriptor is polled, that of the variable.
    #expect(unsafe poll(&descriptor, 1, 10_000) == 1)
    usleep(20_000)
    runner.start(drafting("second"))
    runner.start(drafting("other", in: "another slot"))
    #expect(drafts(of: &runner).sorted() == ["other", "second"])
    runner.start(drafting("third"))
    usleep(20_000)
    runner.cancel(Slot("a slot"))
    #expect(drafts(of: &runner) == [])
  }

  @Test func quittingWaitsUntilACancelledExportIsOver() async throws {
    let folder = try TemporaryFolder()
    // A pipe that is not read: the export is in the middle of its file for as long as that is wanted.
    try folder.makePipe("pipe.csv")
    let path = folder.path + "/pipe.csv"
    // Safe: the path outlives the call.
    let reading = unsafe open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reading) }
    // More than a pipe holds.
    let name = String(repeating: "a long name ", count: 40)
    let items = (0..<500).map { CorpusItem(id: "\(name)\($0)", content: .text("number\($0)")) }
    var harness = ExplorerHarness(items: items)
    try harness.type("<Esc>3")
    var runner = try EffectRunner(embedder: StubEmbedder(), describe: { "\($0)" })
    runner.export(.items, to: path, from: harness.state)
    var descriptor = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
    // Safe: one descriptor is polled, that of the variable.
    #expect(unsafe poll(&descriptor, 1, 10_000) == 1)
    usleep(50_000)
    runner.cancelAll()
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    var count = 0
    repeat {
      // Safe: at most `bytes.count` bytes are read into `bytes`.
      count = unsafe read(reading, &bytes, bytes.count)
    } while count > 0
    #expect(count == 0, "the pipe is still being written")
  }
}
