import Testing

@testable import Explorer

@Suite("Derived values")
struct DerivedTests {
  @Test func theSameQuestionOverNewerDataWaitsForTheAnswerUnderWay() throws {
    var derived = Derived<String, Int>()
    let firstKey = derived.ask("a", revision: 1)
    let first = try #require(firstKey)
    let second = derived.ask("a", revision: 2)
    #expect(second == nil)
    derived.take(7, for: first)
    #expect(derived.answer == 7)
    let third = derived.ask("a", revision: 2)
    #expect(third != nil)
  }

  @Test func aNewQuestionReplacesTheOneUnderWayWhoseAnswerIsDropped() throws {
    var derived = Derived<String, Int>()
    let oldKey = derived.ask("a", revision: 1)
    let old = try #require(oldKey)
    let newKey = derived.ask("b", revision: 1)
    let new = try #require(newKey)
    derived.take(1, for: old)
    #expect(derived.answer == nil)
    derived.take(2, for: new)
    #expect(derived.answer == 2)
    let again = derived.ask("b", revision: 1)
    #expect(again == nil)
  }
}
