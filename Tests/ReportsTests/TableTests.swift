import Embeddings
import Foundation
import StrictJSON
import Testing

@testable import Reports

@Suite struct TableTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func table(_ rows: [[Field]]) -> Table {
    var table = Table([.integer("rank"), .text("id"), .number("score")])
    for row in rows { table.append(row) }
    return table
  }

  @Test(arguments: [
    ("plain", "plain"), ("two words", "two words"), ("", ""), ("a,b", "\"a,b\""), ("a\tb", "a\tb"),
    ("say \"so\"", "\"say \"\"so\"\"\""), ("line\nend", "\"line\nend\""), ("a\rb", "\"a\rb\""),
    ("a\r\nb", "\"a\r\nb\""),
    (",\u{301}", "\",\u{301}\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("\n\u{301}", "\"\n\u{301}\""),
  ])
  func fieldsAreQuotedWhereAScalarAsksForIt(field: String, written: String) {
    var bytes: [UInt8] = []
    DelimitedText.csv.append([field, "end"], to: &bytes)
    #expect(Self.text(bytes) == written + ",end\n")
  }

  @Test func tabsAreQuotedBetweenTabs() {
    var bytes: [UInt8] = []
    DelimitedText.tsv.append(["a\tb", "c,d", "\"e\""], to: &bytes)
    #expect(Self.text(bytes) == "\"a\tb\"\tc,d\t\"\"\"e\"\"\"\n")
  }

  @Test func aTableIsTheSameInEveryForm() throws {
    let table = Self.table([
      [.integer(1), .text("a,b"), .float(0.1)], [.empty, .text("42"), .number(.nan)],
      [.integer(3), .empty, .float(-.infinity)],
    ])
    var facts = Facts()
    facts.add("dimensions", .integer(64))
    facts.add("score", .text("is a column"))
    facts.add("notice", "only once")
    #expect(Self.text(try table.bytes(as: .csv, facts)) == "rank,id,score\n1,\"a,b\",0.1\n,42,\n3,,\n")
    #expect(Self.text(try table.bytes(as: .tsv, facts)) == "rank\tid\tscore\n1\ta,b\t0.1\n\t42\t\n3\t\t\n")
    #expect(
      Self.text(try table.bytes(as: .json, facts)) == """
        {"dimensions":64,"score":"is a column","notice":"only once","rows":[{"rank":1,"id":"a,b","score":0.1},\
        {"rank":null,"id":"42","score":null},{"rank":3,"id":null,"score":null}]}

        """)
    #expect(
      Self.text(try table.bytes(as: .jsonl, facts)) == """
        {"rank":1,"id":"a,b","score":0.1,"dimensions":64}
        {"rank":null,"id":"42","score":null,"dimensions":64}
        {"rank":3,"id":null,"score":null,"dimensions":64}

        """)
  }

  @Test func peopleAreShownAlignedColumnsAndNoControlCharacters() {
    var table = Table([
      .integer("rank"), .text("id"), .number("score"), .text("content", width: 8), .text("token", isQuoted: true),
    ])
    table.append([.integer(10), .text("水"), .float(0.12345), .text("a long text\u{1B}[31m"), .text(" a")])
    table.append([.empty, .text("b\u{7}"), .empty, .text("b"), .empty])
    #expect(
      table.lines == [
        "rank  id  score  content   token", "  10  水  0.123  a long …  ' a'", "   –  b␇      –  b",
      ])
  }

  @Test func columnsOfOneNameAreToldApart() {
    let table = Table([.text("id"), .number("id"), .number("id_2"), .number("id")])
    #expect(table.columns.map(\.name) == ["id", "id_3", "id_2", "id_4"])
    #expect(Column.word("text-matching") == "text_matching" && Column.word("水 a") == "__a")
  }

  @Test func namesInARunOfTRECHaveNoBlanksAndStayDifferent() {
    let names = ["two words", "two_words", "two%20words", "100 %", "a\tb", "a\u{A0}b", "a\u{2028}b", "", "%", "水"]
    let words = names.map(TRECRun.word)
    #expect(
      words == [
        "two%20words", "two_words", "two%2520words", "100%20%25", "a%09b", "a%C2%A0b", "a%E2%80%A8b", "%", "%25", "水",
      ])
    #expect(Set(words).count == names.count)
    for (name, word) in zip(names, words) where !name.isEmpty { #expect(word.removingPercentEncoding == name) }
  }

  @Test func factsInACaptionAreCutAndJoined() {
    var facts = Facts()
    facts.add("model", "a")
    facts.add("query", "two\nlines")
    facts.add("fingerprint", .empty)
    facts.add("task", String(repeating: "x", count: 40))
    #expect(facts.caption(columns: 30) == ["model a · query two lines", "task " + String(repeating: "x", count: 25)])
  }
}
