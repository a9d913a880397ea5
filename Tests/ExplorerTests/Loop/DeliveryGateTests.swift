import Embeddings
import Synchronization
import Testing

@testable import Explorer

@Suite("Rationed progress")
struct DeliveryGateTests {
  @Test func atMostTenDeliveriesASecondPassAndNothingIsLost() {
    let deliveries = Mutex<[DeliveryGate.Delivery]>([])
    let gate = DeliveryGate { delivery in deliveries.withLock { $0.append(delivery) } }
    let start = ContinuousClock.now
    for step in 0..<1_000 {
      gate.report(at: start + .milliseconds(step)) { $0.results[step] = [] }
    }
    gate.flush()
    let seen = deliveries.withLock { $0 }
    #expect(seen.count == 11)
    #expect(Set(seen.flatMap(\.results.keys)) == Set(0..<1_000))
  }

  @Test func aGateWithoutIntervalDeliversOnceAtTheEnd() {
    let deliveries = Mutex<[DeliveryGate.Delivery]>([])
    let gate = DeliveryGate(interval: nil) { delivery in deliveries.withLock { $0.append(delivery) } }
    let start = ContinuousClock.now
    for step in 0..<3 { gate.report(at: start + .seconds(step)) { $0.results[step] = [] } }
    #expect(deliveries.withLock { $0.isEmpty })
    gate.flush()
    #expect(deliveries.withLock { $0.map { $0.results.count } } == [3])
  }

  @Test func anEmptyGateHasNothingToFlush() {
    let count = Mutex(0)
    let gate = DeliveryGate { _ in count.withLock { $0 += 1 } }
    gate.flush()
    #expect(count.withLock { $0 } == 0)
  }
}
