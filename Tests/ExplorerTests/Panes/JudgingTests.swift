import Corpus
import Embeddings
import TerminalUI
import Testing

@testable import Explorer

/// Items are judged as answers to the query.
@Suite("Judging")
struct JudgingTests {
  private func asked(
    _ query: String, judgments: [Judgments] = [ExplorerHarness.judgments], marks: Judgments? = nil
  ) throws -> ExplorerHarness {
    var harness = ExplorerHarness(size: Size(columns: 120, rows: 40), judgments: judgments, marks: marks)
    harness.perform(.line("query \(query)"))
    try harness.type("<Esc>3")
    return harness
  }

  private func select(_ id: String, _ harness: inout ExplorerHarness) { harness.perform(.line("item \(id)")) }

  /// The grade that the list shows of an item.
  private func grade(_ id: String, _ harness: ExplorerHarness) throws -> Int? {
    harness.state.subject.judgedGrades[try #require(harness.state.subject.identifiers.firstIndex(of: id))]
  }

  private func kept(_ harness: ExplorerHarness) -> [Judgments.Mark] {
    harness.effects.compactMap { if case .keep(let mark) = $0 { mark } else { nil } }
  }

  @Test func anItemIsRelevantThenNotThenNotJudged() throws {
    var harness = try asked("where do rivers end")
    select("river", &harness)
    var grades: [Int?] = []
    for _ in 0..<4 {
      try harness.type("m")
      grades.append(try grade("river", harness))
    }
    #expect(grades == [1, 0, nil, 1])
    #expect(kept(harness).map(\.grade) == [1, 0, nil, 1])
    #expect(kept(harness).allSatisfy { $0.item == "river" && $0.query == "where do rivers end" && $0.role == .query })
    #expect(harness.picture.text.contains("✓") && harness.picture.text.contains("river is relevant; 1 item relevant"))
  }

  @Test func whatCameWithTheItemsComesBack() throws {
    var harness = try asked("water in the clouds")
    #expect(try grade("cloud", harness) == 2 && grade("bread", harness) == 0)
    for (id, expected) in [("cloud", [0, 2]), ("bread", [1, 0])] {
      select(id, &harness)
      for grade in expected {
        try harness.type("m")
        #expect(try self.grade(id, harness) == grade, "\(id)")
      }
    }
    #expect(harness.state.subject.collection.marks.judgments.isEmpty)
  }

  @Test func gradesAreGivenByNumber() throws {
    var harness = try asked("tea")
    select("coffee", &harness)
    harness.perform(.line("grade 3"))
    #expect(try grade("coffee", harness) == 3)
    harness.perform(.line("grade many"))
    #expect(harness.state.commands.error != nil && kept(harness).count == 1)
  }

  @Test func theSameTextInAnotherRoleIsAnotherQuery() throws {
    var harness = try asked("tea")
    select("coffee", &harness)
    try harness.type("mr")
    #expect(try grade("coffee", harness) == nil)
    try harness.type("mm")
    #expect(try grade("coffee", harness) == 0)
    try harness.type("r")
    #expect(try grade("coffee", harness) == 1)
    #expect(harness.state.subject.collection.judgments?.queries.suffix(2) == ["tea", "tea (2)"])
  }

  @Test func judgedQueriesAreEvaluatedWithTheOthers() throws {
    var harness = try asked("where do rivers end")
    select("river", &harness)
    try harness.type("m0")
    #expect(harness.state.evaluate.shown?.evaluation.queries == ["clouds", "tides", "list", "where do rivers end"])
    try harness.type("t")
    #expect(harness.picture.text.contains("where do rivers end"))
    // Taken back, it is evaluated no more, and the list goes on.
    try harness.type("3mm0t")
    #expect(harness.state.evaluate.shown?.evaluation.queries == ["clouds", "tides", "list"])
  }

  @Test func aCollectionWithoutJudgmentsGetsItsOwn() throws {
    var harness = try asked("where do rivers end", judgments: [])
    select("river", &harness)
    try harness.type("m0")
    #expect(harness.state.evaluate.shown?.evaluation.queries == ["where do rivers end"])
  }

  @Test func marksOfEarlierTimesHold() throws {
    var marks = Judgments(name: "marks")
    marks.judge(.init(item: "river", query: "where do rivers end", role: .query, grade: 1))
    marks.judge(.init(item: "rain", query: "water in the clouds", role: .query, grade: 0))
    marks.judge(.init(item: "gone", query: "another", role: .query, grade: 1))
    var harness = try asked("where do rivers end", marks: marks)
    #expect(try grade("river", harness) == 1)
    harness.perform(.line("query water in the clouds"))
    #expect(try grade("rain", harness) == 0 && grade("cloud", harness) == 2)
  }

  @Test func whereThereIsNothingToJudgeThatIsSaid() throws {
    var harness = ExplorerHarness()
    try harness.type("<Esc>3m")
    #expect(harness.picture.text.contains("Type a query first"))
    harness.perform(.line("query water"))
    try harness.type("3pm")
    #expect(harness.picture.text.contains("Type a query first") && kept(harness).isEmpty)
    harness.perform(.line("query image:red.png"))
    try harness.type("3bm")
    #expect(kept(harness).isEmpty)
    harness = ExplorerHarness(judgments: [])
    harness.perform(.line("save-judgments all.jsonl"))
    #expect(harness.picture.text.contains("Nothing was judged yet"))
  }

  @Test func allJudgmentsAreSaved() throws {
    var harness = try asked("tea time")
    select("coffee", &harness)
    try harness.type("m")
    func saved(_ name: String) throws -> String {
      harness.effects = []
      harness.perform(.line("save-judgments \(name)"))
      guard case .write(.text(let text, name))? = harness.effects.first else { return "" }
      return text
    }
    #expect(
      try saved("a.jsonl").split(separator: "\n").suffix(2) == [
        #"{"id":"list","query":"find an item","role":"passage","relevant":{"sort":1,"search":1,"gone":1}}"#,
        #"{"id":"tea time","query":"tea time","role":"query","relevant":{"coffee":1}}"#,
      ])
    #expect(try saved("a.qrels").hasPrefix("clouds 0 cloud 2\nclouds 0 rain 1\n"))
    #expect(try saved("a.qrels").hasSuffix("\ntea%20time 0 coffee 1\n"))
  }
}
