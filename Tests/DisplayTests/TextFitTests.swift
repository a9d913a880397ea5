import Display
import Testing

@Suite struct TextFitTests {
  @Test func partsThatDoNotFitAreLeftOutWhole() {
    let parts = ["3 of 24", "near river", "by name"]
    #expect(TextFit.joined(parts, columns: 30) == "3 of 24 · near river · by name")
    #expect(TextFit.joined(parts, columns: 29) == "3 of 24 · near river")
    #expect(TextFit.joined(parts, columns: 3) == "3 of 24")
    #expect(TextFit.joined([], columns: 3) == "")
  }

  @Test func theLongestNamesAreCutFirst() {
    let names = ["retrieval", "text-matching", "code"]
    #expect(TextFit.abbreviated(names, columns: 26) == names)
    #expect(TextFit.abbreviated(names, columns: 22) == ["retrieval", "text-mat…", "code"])
    #expect(TextFit.abbreviated(names, columns: 12) == ["ret…", "tex…", "code"])
    #expect(TextFit.abbreviated(names, columns: 9, mark: "") == ["ret", "tex", "cod"])
    #expect(TextFit.abbreviated(names, columns: 8) == nil)
    #expect(TextFit.abbreviated(["水の循環"], columns: 6) == ["水の…"])
    #expect(TextFit.abbreviated(["a", "b"], columns: 2) == ["a", "b"])
  }
}
