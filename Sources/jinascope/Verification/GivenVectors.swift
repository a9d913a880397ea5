import Corpus
import Embeddings
import StrictJSON

/// Vectors that somebody made of the items of a collection, each with its item.
struct GivenVectors {
  /// The vectors, by the place of their item.
  let values: [Int: [Float]]
  /// The task that the file names; `nil` where it names none.
  let task: TaskName?
  /// The role that the file names for all of them; `nil` where it names none, or several.
  let role: PromptRole?
  /// What has no counterpart, a sentence each.
  let remarks: [String]

  private static let namesShown = 10

  /// Reads the vectors of `path`: those of items of the same id, or in the order of `items` where the file has no ids.
  ///
  /// - Parameter task: which of the file's vectors are meant where it has those of several; by default its first.
  init(
    _ path: String, of items: [CorpusItem], task wanted: TaskName?, among tasks: [EmbeddingTask]
  ) throws {
    var rows = try CorpusReader.readVectors(path)
    let named = wanted ?? rows[0].task.flatMap { try? TaskName($0, among: tasks) }
    task = named
    if let named {
      rows.removeAll { row in
        guard let name = row.task, let other = try? TaskName(name, among: tasks) else { return false }
        return other.task != named.task
      }
    }
    guard !rows.isEmpty else { throw InputError.noVectorOfTask(file: path, task: named?.task) }
    role = rows.allSatisfy { $0.role == rows[0].role } ? rows[0].role : nil
    guard rows.allSatisfy({ $0.id != nil }) else {
      guard rows.count == items.count else {
        throw InputError.otherCount(file: path, vectors: rows.count, items: items.count)
      }
      values = Dictionary(uniqueKeysWithValues: rows.map(\.values).enumerated().map { ($0, $1) })
      remarks = []
      return
    }
    let places = Dictionary(
      items.enumerated().map { (ExactString($1.id), $0) }, uniquingKeysWith: { first, _ in first })
    var values: [Int: [Float]] = [:]
    var unknown: [String] = []
    for row in rows {
      let id = row.id ?? ""
      guard let place = places[ExactString(id)] else {
        unknown.append(id)
        continue
      }
      guard values.updateValue(row.values, forKey: place) == nil else {
        throw InputError.repeatedVector(file: path, id: id)
      }
    }
    guard !values.isEmpty else { throw InputError.noVectorOfItems(file: path, id: unknown[0]) }
    let missing = items.indices.filter { values[$0] == nil }.map { items[$0].id }
    self.values = values
    remarks = [
      Self.remark(unknown, "of the vectors are of items that are not there"),
      Self.remark(missing, "of the items have no vector in \(path)"),
    ].compactMap { $0 }
  }

  private static func remark(_ ids: [String], _ words: String) -> String? {
    if ids.isEmpty { return nil }
    let names = ids.prefix(namesShown).joined(separator: ", ") + (ids.count > namesShown ? ", …" : "")
    return "\(ids.count) \(words): \(names)"
  }
}
