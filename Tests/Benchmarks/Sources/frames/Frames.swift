import Corpus
import Embeddings
import Explorer
import Foundation
import TerminalUI

/// Times the explorer without a model and without a terminal: from a key to the first screen that follows it, from a
/// change of dimension to the last, and what the processor does while nobody does anything.
@main struct Frames {
  static func main() throws {
    try measure(itemCount: 10_000, steps: keystrokes)
    try measure(itemCount: 1_000, steps: dimensions)
  }

  /// Keys in every pane, as a user types them.
  private static let keystrokes: [(name: String, keys: String)] = [
    ("typing a query", "which way does the water of a river go after the rain"),
    ("moving in the items", "<Esc>3jjjjjjjjjjjjjjjjjjjjjjjjjjGgjjj<PageDown><PageDown><PageUp>"),
    ("filtering the items", "/word1 sea<Esc>"),
    ("sorting the items", "sssssS"),
    ("comparing adapters", "2jjk<Space>j<Space>3jjjjjjj"),
    ("moving in the similarities", "4jjjjjjjlllllllllG"),
    ("the similarities, one value a place", "=jjjjjjjjjjjjllllllllllll<PageUp><PageUp>"),
    ("the similarities with digits", "=jjjjjllllkkkhhh"),
    ("selecting a rectangle", "<Space>jjjjllll<Esc>"),
    ("colors and ranges", "cCffff--vv"),
    ("the comparison", "6jjjjjjjjjojjjj"),
    ("the map", "8lllljjjjhhhkkkcc"),
    ("the dimensions", "5jjkkjjvv"),
    ("the help and the palette", "?jjjj/sim<Esc><Esc>:dim<Esc>"),
  ]

  /// A change of dimension with a matrix on the screen.
  private static let dimensions: [(name: String, keys: String)] = [
    ("first, at every dimension", "<Esc>4<lt><lt><lt><lt>>>>>"),
    ("with clusters", "oo<lt><lt><lt><lt>>>>>"),
    ("with pairs near the threshold", "ot<lt><lt><lt><lt>"),
  ]

  private static func measure(itemCount: Int, steps: [(name: String, keys: String)]) throws {
    let items = (0..<itemCount).map { index in
      CorpusItem(
        id: "item-\(index)", content: .text("word\(index % 97) sea word\(index % 31) and more of number \(index)"),
        label: "label \(index % 7)")
    }
    let explorer = Explorer(embedder: RandomEmbedder(), items: items, collectionName: "random") { "\($0)" }
    var terminal = TimingTerminal(steps: steps)
    try explorer.run(on: &terminal)
    print("\(itemCount) items, 200 × 60:")
    for step in terminal.finished {
      print(
        "  \(step.name): \(step.times.count) keys, first frame \(summary(step.times)), all done \(summary(step.settled))"
      )
    }
    let all = terminal.finished.flatMap(\.times)
    print("  all keys: first frame \(summary(all))")
    let idle = String(format: "%.1f", terminal.idleProcessorTime * 1000)
    print("  idle for 2 s: \(idle) ms of processor time")
  }

  private static func summary(_ seconds: [Double]) -> String {
    let sorted = seconds.sorted()
    func at(_ share: Double) -> String {
      String(
        format: "%.1f", (sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) * 1000)
    }
    return "median \(at(0.5)), p99 \(at(0.99)), longest \(at(1)) ms"
  }
}

/// Plays keys one after the other, each when all that the last one brought about is done, and notes the times.
private struct TimingTerminal: Terminal {
  struct Step {
    let name: String
    var times: [Double] = []
    var settled: [Double] = []
  }

  let size = Size(columns: 200, rows: 60)
  let colorDepth = ColorDepth.trueColor
  let hasLightBackground = false
  private(set) var finished: [Step] = []
  private(set) var idleProcessorTime = 0.0

  private var keys: [(step: Int, key: KeyPress)] = []
  private var pressed: (time: ContinuousClock.Instant, isAnswered: Bool)?
  private var lastFrame = ContinuousClock.now
  private var current = 0

  init(steps: [(name: String, keys: String)]) {
    finished = steps.map { Step(name: $0.name) }
    for (index, step) in steps.enumerated() {
      keys += ((try? KeyPress.sequence(step.keys)) ?? []).map { (index, $0) }
    }
    keys.reverse()
  }

  mutating func waitForInput(wakeUp: Int32) -> [InputEvent] {
    var descriptor = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
    // What takes longer than this to begin is not brought about by the key; typing waits 150 ms for the next one.
    if poll(&descriptor, 1, 250) > 0 { return [] }
    if let pressed {
      finished[current].settled.append((lastFrame - pressed.time) / .seconds(1))
      self.pressed = nil
    }
    guard let next = keys.popLast() else {
      // The last computations may be silent for longer; the screen is idle when they are over.
      if poll(&descriptor, 1, 5000) > 0 { return [] }
      let start = Self.processorTime
      _ = poll(&descriptor, 1, 2000)
      idleProcessorTime = Self.processorTime - start
      return [.terminate]
    }
    current = next.step
    pressed = (.now, false)
    return [.key(next.key)]
  }

  mutating func draw(_ screen: Screen) {
    lastFrame = .now
    guard let pressed, !pressed.isAnswered else { return }
    finished[current].times.append((lastFrame - pressed.time) / .seconds(1))
    self.pressed?.isAnswered = true
  }

  mutating func suspend() {}
  mutating func setMouse(isOn: Bool) {}
  mutating func copy(_ text: String) -> String? { nil }

  /// The seconds the processor has worked for this program.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
