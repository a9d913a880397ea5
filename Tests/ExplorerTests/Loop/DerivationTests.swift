import Testing

@testable import Explorer

/// Every derived value, asked for while its input is on its way.
@Suite("Derivations")
struct DerivationTests {
  /// Keys that bring a value on the screen.
  private static let keys: [Slot: String] = [
    .tokens: "", .tables: "", .ranking: "", .sweep: "", .matrix: "4", .seriation: "4oo", .overview: "4",
    .rectangle: "4<Space>jl", .nearest: "4t", .map: "8", .lateInteraction: "7t",
    .evaluation: "0", .evaluationSummary: "0",
  ]

  @Test("What is asked for before its input is there is answered when it comes", arguments: Derivation.all)
  func lateInputIsNoHang(_ derivation: Derivation) throws {
    let slot = derivation.slot
    let keys = try #require(Self.keys[slot], "every derivation has its keys here")
    var harness = ExplorerHarness()
    try harness.type("sea<Esc>\(keys)")
    #expect(harness.effects.contains { $0.slot == slot }, "these keys bring it on the screen")
    // Under another adapter nothing has been embedded yet.
    harness.isRunning = false
    harness.effects = []
    try harness.type("a")
    if slot != .tokens { #expect(!harness.effects.contains { $0.slot == slot }, "its input is not there yet") }
    harness.isRunning = true
    for running in [Slot.query, .tokenVectors, .items, .judgedQueries] { harness.perform(.finished(running)) }
    for effect in harness.effects where effect.slot == .tokens { harness.carryOut(effect) }
    if slot != .tokens { #expect(harness.effects.contains { $0.slot == slot }, "its input has come") }
    #expect(derivation.request(&harness.state).isEmpty, "it is answered")
  }

  @Test func everyDerivationHasASlotOfItsOwn() {
    #expect(Set(Derivation.all.map(\.slot)).count == Derivation.all.count)
  }
}
