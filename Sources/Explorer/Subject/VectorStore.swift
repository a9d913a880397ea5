import Embeddings
import TerminalUI

/// A query as the model reads it: the same text in another role is another query.
struct QueryKey: Hashable, Sendable {
  var text: String
  var role: PromptRole
}

/// The vectors of all items under one task.
struct TaskVectors: Sendable {
  /// By item index; `nil` where an item has not been embedded yet.
  private(set) var vectors: [SingleVector?]
  /// The tokens that the model read of each item, prompt included; 0 where an item has not been embedded yet.
  private(set) var tokenCounts: [Int]
  /// The tokens of those that were longer than the model's window.
  private(set) var fullTokenCounts: [Int: Int] = [:]
  /// How many are there.
  private(set) var count = 0

  /// A store for `itemCount` items, empty.
  init(itemCount: Int) {
    vectors = Array(repeating: nil, count: itemCount)
    tokenCounts = Array(repeating: 0, count: itemCount)
  }

  /// Puts the vector of an item in its place, and how many tokens it was made of.
  mutating func insert(_ result: EmbeddingResult, at item: Int) {
    if vectors[item] == nil { count += 1 }
    vectors[item] = result.vector
    tokenCounts[item] = result.tokenCount
    fullTokenCounts[item] = result.tokenCountBeforeTruncation
  }
}

extension TaskVectors {
  /// The vectors of other items: each has what the item of its origin had, or nothing.
  fileprivate func moved(_ origins: [Int?]) -> TaskVectors {
    var moved = TaskVectors(itemCount: origins.count)
    for (item, origin) in origins.enumerated() {
      guard let origin, let vector = vectors[origin] else { continue }
      moved.vectors[item] = vector
      moved.tokenCounts[item] = tokenCounts[origin]
      moved.fullTokenCounts[item] = fullTokenCounts[origin]
      moved.count += 1
    }
    return moved
  }
}

/// Every vector that has been computed. An item is always read in its own role, so (item, task) names a vector; a
/// query's role can be switched, so it is part of its key.
struct VectorStore: Sendable {
  /// The items' vectors, by task.
  private(set) var items: [EmbeddingTask: TaskVectors] = [:]
  /// The vectors of judged queries, by task.
  private var judged: [EmbeddingTask: [QueryKey: SingleVector]] = [:]
  /// How the pictures among the items were read, by item.
  private(set) var readings: [Int: ImageReading] = [:]

  private let itemCount: Int
  private var queries = BoundedCache<QueryKey, EmbeddedQuery>(limit: rememberedQueries)

  /// How many queries are remembered.
  static let rememberedQueries = 200

  /// A store for a collection of `itemCount` items.
  init(itemCount: Int) { self.itemCount = itemCount }

  /// How many items have a vector under `task`. Vectors are never replaced, so this is also the revision of the data.
  func count(under task: EmbeddingTask) -> Int { items[task]?.count ?? 0 }

  /// The vector of an item under a task, where it has been computed.
  func item(_ index: Int, under task: EmbeddingTask) -> SingleVector? { items[task]?.vectors[index] }

  /// The tokens that the model read of an item under a task; `nil` where it has not been embedded, or its vector was
  /// imported.
  func tokenCount(of index: Int, under task: EmbeddingTask) -> Int? {
    items[task].flatMap { $0.tokenCounts[index] > 0 ? $0.tokenCounts[index] : nil }
  }

  /// The tokens of an item that was cut at the model's window, before it was.
  func fullTokenCount(of index: Int, under task: EmbeddingTask) -> Int? { items[task]?.fullTokenCounts[index] }

  /// How much of an item was read, where that is not all: `32,768 of 165,542 tokens`.
  func truncation(of index: Int, under task: EmbeddingTask) -> String? {
    guard let full = fullTokenCount(of: index, under: task), let read = tokenCount(of: index, under: task) else {
      return nil
    }
    return "\(NumberText.grouped(read)) of \(NumberText.grouped(full)) tokens"
  }

  /// The vector of a query under a task, where it has been computed.
  func query(_ key: QueryKey, under task: EmbeddingTask) -> SingleVector? { queries[key]?.vectors[task] }

  /// How a query that is a picture was read.
  func reading(of key: QueryKey) -> ImageReading? { queries[key]?.image }

  /// The tasks among `tasks` under which the query has no vector yet.
  func missingTasks(of key: QueryKey, among tasks: [EmbeddingTask]) -> [EmbeddingTask] {
    tasks.filter { query(key, under: $0) == nil }
  }

  /// The vector of a judged query under a task, where it has been computed.
  func judgedQuery(_ key: QueryKey, under task: EmbeddingTask) -> SingleVector? {
    judged[task]?[key] ?? query(key, under: task)
  }

  /// Keeps the results of a judged query.
  mutating func insert(_ results: [EmbeddingResult], judgedQuery key: QueryKey) {
    for result in results { judged[result.task, default: [:]][key] = result.vector }
  }

  /// The store of other items: each has what the item of its origin had, or nothing. Queries stay, but for pictures,
  /// whose files may have changed.
  func moved(_ origins: [Int?]) -> VectorStore {
    var moved = VectorStore(itemCount: origins.count)
    moved.items = items.mapValues { $0.moved(origins) }.filter { $0.value.count > 0 }
    for (item, origin) in origins.enumerated() { moved.readings[item] = origin.flatMap { readings[$0] } }
    moved.queries = queries
    moved.queries.removeAll { key, _ in QueryPicture.path(in: key.text) != nil }
    return moved
  }

  /// Keeps the results of one item.
  mutating func insert(_ results: [EmbeddingResult], item: Int) {
    for result in results {
      items[result.task, default: TaskVectors(itemCount: itemCount)]
        .insert(result, at: item)
      if let reading = result.image { readings[item] = reading }
    }
  }

  /// Keeps the results of a query.
  mutating func insert(_ results: [EmbeddingResult], query key: QueryKey) {
    var query = queries[key] ?? EmbeddedQuery()
    for result in results {
      query.vectors[result.task] = result.vector
      if let image = result.image { query.image = image }
    }
    queries.insert(query, for: key)
  }
}

/// What is known of a query.
private struct EmbeddedQuery: Sendable {
  var vectors: [EmbeddingTask: SingleVector] = [:]
  /// How it was read, if it is a picture.
  var image: ImageReading?
}
