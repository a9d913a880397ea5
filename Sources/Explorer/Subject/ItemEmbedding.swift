import Corpus
import Embeddings
import Synchronization

/// Embeds items of the collection, group by group, and finds out which of them cannot be embedded.
struct ItemEmbedding: Sendable {
  let embedder: any Embedder
  let describe: @Sendable (any Error) -> String
  /// The collection.
  let collection: [CorpusItem]
  /// The items that are embedded, as indices of the collection.
  let items: [Int]
  /// The adapters they are embedded under.
  let tasks: [EmbeddingTask]
  /// The item that is looked at, which goes first.
  var selected: Int?
  /// The time between two deliveries; `nil` for one at the end.
  let deliveryInterval: Duration?

  /// Requests that are handed to the model at once: it prepares all of them before the first pass.
  static let groupSize = 256
  /// Requests of the first group, and how much larger each is than the one before: first scores come soon, and a query
  /// never waits long at the beginning.
  static let firstGroupSize = 8
  static let growth = 2

  /// Embeds everything, what is remembered from before at once and short items before long ones; posts vectors, progress
  /// and failures, and at last that it is over.
  func run(_ post: @escaping @Sendable (Action) -> Void) async {
    let start = ContinuousClock.now
    let tally = Tally(total: items.count)
    let gate = DeliveryGate(interval: deliveryInterval) { delivery in
      if !delivery.results.isEmpty { post(.itemsEmbedded(delivery.results)) }
      if let progress = delivery.progress {
        post(.progress(Job(slot: .items, progress: progress, elapsed: start.duration(to: .now))))
      }
    }
    let missing = recall(gate, tally, post)
    for group in Self.groups(of: shortestFirst(missing), document: { collection[$0].wholeDocument }) {
      do {
        try await embed(group, gate, tally, post)
      } catch is CancellationError {
        return
      } catch {
        gate.flush()
        return post(.failed(.items, "The items cannot be embedded: \(describe(error))"))
      }
    }
    gate.flush()
    post(.finished(.items))
  }

  /// Takes what the embedder remembers; returns the items that are to be computed.
  private func recall(
    _ gate: DeliveryGate, _ tally: Tally, _ post: @escaping @Sendable (Action) -> Void
  ) -> [Int] {
    embedder.recall(items.map { collection[$0].request(tasks: tasks) }) { index, result in
      tally.note(items[index])
      gate.report { $0.results[items[index], default: []].append(result) }
    }
    let remembered = tally.done
    if !remembered.isEmpty {
      gate.flush()
      post(.recalled(remembered.count, of: items.count))
    }
    return items.filter { !remembered.contains($0) }
  }

  /// The items in the order they are embedded in: the one that is looked at, with all of the document that is read for it,
  /// then by their length.
  private func shortestFirst(_ items: [Int]) -> [Int] {
    let first = selected.flatMap { collection[$0].wholeDocument }
    let lengths = items.map { item in
      item == selected || (first != nil && collection[item].wholeDocument === first)
        ? -1 : collection[item].expectedLength
    }
    return zip(items, lengths).sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
  }

  /// Items in the groups that are handed over, small ones first. Those that are read inside of one document stay together,
  /// so that it is read once.
  ///
  /// - Parameter document: the document that an item is read inside of; `nil` where it is read by itself.
  static func groups(of items: [Int], document: (Int) -> TextDocument? = { _ in nil }) -> [[Int]] {
    var groups: [[Int]] = []
    var (start, size) = (0, firstGroupSize)
    while start < items.count {
      var end = min(start + size, items.count)
      while end < items.count, let open = document(items[end - 1]), open === document(items[end]) { end += 1 }
      groups.append(Array(items[start..<end]))
      start = end
      size = min(size * growth, groupSize)
    }
    return groups
  }

  private func embed(
    _ group: [Int], _ gate: DeliveryGate, _ tally: Tally, _ post: @escaping @Sendable (Action) -> Void
  ) async throws {
    tally.beginGroup()
    try await embedder.embed(
      group.map { collection[$0].request(tasks: tasks) },
      progress: { progress in
        let sum = tally.sum(progress)
        gate.report { $0.progress = sum }
      },
      onResult: { index, result in
        tally.note(group[index])
        gate.report { $0.results[group[index], default: []].append(result) }
      },
      onFailure: { [describe] failure in post(.itemFailed(group[failure.request], describe(failure))) })
  }
}

extension CorpusItem {
  /// The document that is read for the item; `nil` where it is read by itself.
  fileprivate var wholeDocument: TextDocument? { chunk.flatMap { $0.isLate ? $0.part.document : nil } }

  /// How long what is read for the item is beside others, in bytes of text: a picture is read as about a thousand tokens.
  fileprivate var expectedLength: Int {
    if let wholeDocument { return wholeDocument.text.utf8.count }
    return switch content {
    case .text(let text): text.utf8.count
    case .image: 4096
    }
  }
}

/// Adds up the groups: which items are done, and how far all of them are together.
private final class Tally: Sendable {
  private struct State {
    var done: Set<Int> = []
    var finishedItems = 0
    var finishedTokens = 0
    var last: EmbeddingProgress?
  }

  private let total: Int
  private let state = Mutex(State())

  init(total: Int) { self.total = total }

  /// Notes that the group before is over.
  func beginGroup() {
    state.withLock { state in
      state.finishedItems = state.done.count
      state.finishedTokens += state.last?.finishedTokens ?? 0
      state.last = nil
    }
  }

  /// The items that have a result.
  var done: Set<Int> { state.withLock(\.done) }

  /// Notes that an item has a result.
  func note(_ item: Int) { state.withLock { _ = $0.done.insert(item) } }

  /// The progress of all groups, given that of the present one.
  func sum(_ progress: EmbeddingProgress) -> EmbeddingProgress {
    state.withLock { state in
      state.last = progress
      var sum = progress
      sum.finishedItems += state.finishedItems
      sum.totalItems = total
      sum.finishedTokens += state.finishedTokens
      sum.totalTokens += state.finishedTokens
      return sum
    }
  }
}
