import Testing

@testable import Explorer

@Suite("Work")
struct WorkTests {
  @Test func theJobThatWasAskedForLastIsShown() {
    var work = Work()
    for slot in [Slot.tokenVectors, .query, .items, .export] {
      work.begin(slot, .export(path: "x"))
      #expect(work.shownJob?.slot == slot)
    }
    for slot in [Slot.items, .query, .tokenVectors] {
      work.end(slot == .items ? .export : slot == .query ? .items : .query)
      #expect(work.shownJob?.slot == slot)
    }
  }

  @Test func everythingStartsAgainWhereThatIsAskedFor() {
    var work = Work()
    work.deferred = [.items]
    work.begin(.query, .export(path: "x"))
    work.stop(.query, reason: "no")
    #expect(work.stopped[.query]?.assignment == .export(path: "x") && work.shownJob == nil)
    work.resumeAll()
    #expect(work.stopped.isEmpty && work.deferred.isEmpty)
  }
}
