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
  /// The time between two deliveries; `nil` for one at the end.
  let deliveryInterval: Duration?

  /// Requests that are handed to the model at once: it prepares all of them before the first pass.
  static let groupSize = 256

  /// Embeds everything; posts vectors, progress and failures, and at last that it is over.
  func run(_ post: @escaping @Sendable (Action) -> Void) async {
    let start = ContinuousClock.now
    let tally = Tally(total: items.count)
    let gate = DeliveryGate(interval: deliveryInterval) { delivery in
      if !delivery.results.isEmpty { post(.itemsEmbedded(delivery.results)) }
      if let progress = delivery.progress {
        post(.progress(Job(slot: .items, progress: progress, elapsed: start.duration(to: .now))))
      }
    }
    for first in stride(from: 0, to: items.count, by: Self.groupSize) {
      let group = Array(items[first..<min(first + Self.groupSize, items.count)])
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
