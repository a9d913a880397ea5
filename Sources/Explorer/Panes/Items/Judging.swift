import Corpus
import Embeddings
import Reports
import TerminalUI

extension ExplorerState {
  /// Marks the selected item as relevant for the query, then as not, then as not judged.
  mutating func judge() -> [Effect] {
    guard let (query, item) = judgedPair() else { return [] }
    let id = subject.identifiers[item]
    let mark = subject.collection.marks.grade(of: id, for: query.text, role: query.role)
    let shown = subject.judgedGrades[item]
    switch (mark, shown) {
    case (nil, let grade?): return judge(item, for: query, grade: grade > 0 ? 0 : 1)
    case (nil, nil): return judge(item, for: query, grade: 1)
    case (1?, _) where subject.collection.marksAlone(query, item): return judge(item, for: query, grade: 0)
    default: return judge(item, for: query, grade: nil)
    }
  }

  /// Gives the selected item a grade for the query.
  mutating func judge(grade: Int) -> [Effect] {
    guard let (query, item) = judgedPair() else { return [] }
    return judge(item, for: query, grade: grade)
  }

  /// Writes all judgments to a file.
  mutating func saveJudgments(to path: String) -> [Effect] {
    guard let judgments = subject.collection.judgments else {
      screen.say("Nothing was judged yet: ask a query, and press m on the items that answer it.")
      return []
    }
    let bytes = path.hasSuffix(".qrels") ? judgments.qrels(naming: TRECRun.word) : judgments.jsonLines
    return [.write(.text(String(decoding: bytes, as: UTF8.self), path: path))]
  }

  /// The query and the item that is selected; `nil`, with a word, where there is nothing to judge.
  private mutating func judgedPair() -> (query: QueryKey, item: Int)? {
    guard let query = subject.query, subject.neighborPath.isEmpty else {
      screen.say("Type a query first: an item is judged as an answer to it.")
      return nil
    }
    guard case .text = subject.content(of: query) else {
      screen.say("Items are judged for texts, and the query is a picture.")
      return nil
    }
    return subject.selectedItem.map { (query, $0) }
  }

  private mutating func judge(_ item: Int, for query: QueryKey, grade: Int?) -> [Effect] {
    let mark = Judgments.Mark(
      item: subject.identifiers[item], query: query.text, role: query.role, grade: grade)
    subject.collection.judge(mark)
    let name = subject.names[item]
    let count = subject.judgedGrades.values.count { $0 > 0 }
    let judged = "\(count) item\(count == 1 ? "" : "s") relevant for this query"
    switch grade {
    case nil: screen.say("\(name) is as it was before you marked it; \(judged).")
    case let grade? where grade > 0: screen.say("\(name) is relevant\(grade > 1 ? " (\(grade))" : ""); \(judged).")
    default: screen.say("\(name) is not relevant; \(judged).")
    }
    return [.keep(mark)]
  }
}
