import Testing
import Threading

@Suite struct ThrottleTests {
  @Test func nothingPassesUntilTheIntervalIsOver() {
    let start = ContinuousClock.now
    var throttle = Throttle(interval: .milliseconds(100), start: start)
    let passed = [0, 50, 99, 100, 150, 199, 200, 450].map { throttle.passes(at: start + .milliseconds($0)) }
    #expect(passed == [false, false, false, true, false, false, true, true])
  }
}
