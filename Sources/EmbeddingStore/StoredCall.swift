import Embeddings
internal import Synchronization

/// A call of a `StoredEmbedder`: which of its requests are remembered, which are computed, and which repeat another.
/// Results are handed over in the order of the requests, though some come from the file and some from the model.
final class StoredCall: Sendable {
  /// A request that is computed, under the tasks that are not remembered.
  struct Computation: Sendable {
    let request: Int
    let tasks: [EmbeddingTask]
  }

  private struct State {
    /// The first request that has not been handed over.
    var next = 0
    /// What has been computed and not yet handed over, by request.
    var results: [Int: [EmbeddingResult]] = [:]
    /// What later requests will ask for again.
    var repeated: [StoreKey: EmbeddingResult] = [:]
    /// What was remembered when the call began and is no more.
    var lost: [Int] = []
    var failed: Set<Int> = []
  }

  private let requests: [EmbeddingRequest]
  /// The keys of each request, in the order of its tasks; none where a picture cannot be read.
  private let keys: [[StoreKey]]
  private let store: EmbeddingStore
  private let onResult: @Sendable (Int, EmbeddingResult) -> Void
  private let state = Mutex(State())

  /// What the model has to do, in the order of the requests.
  let computations: [Computation]
  /// Requests that ask for the same as one that is computed, by that one.
  private let repetitions: [Int: [Int]]
  /// Keys that are asked for again after they were computed.
  private let repeatedKeys: Set<StoreKey>
  private let isComputed: [Bool]

  /// Requests that are read from the store at a time, so that their vectors are not all in memory twice.
  private static let pieceSize = 1024

  /// Looks up what is remembered of `requests`.
  init(
    _ requests: [EmbeddingRequest], keys: [[StoreKey]], store: EmbeddingStore,
    onResult: @escaping @Sendable (Int, EmbeddingResult) -> Void
  ) {
    self.requests = requests
    self.keys = keys
    self.store = store
    self.onResult = onResult
    let owners = keys.indices.flatMap { request in keys[request].map { _ in request } }
    let known = store.contains(keys.flatMap { $0 }) { requests[owners[$0]].wantsMultiVector }
    var position = 0
    var computations: [Computation] = []
    var repetitions: [Int: [Int]] = [:]
    var repeatedKeys: Set<StoreKey> = []
    var isComputed = [Bool](repeating: false, count: requests.count)
    // Who computes a key first, with or without the vectors of its tokens.
    var first: [Wanted: Int] = [:]
    for (request, own) in keys.enumerated() {
      defer { position += own.count }
      if own.isEmpty {
        computations.append(Computation(request: request, tasks: requests[request].tasks))
        isComputed[request] = true
        continue
      }
      var tasks: [EmbeddingTask] = []
      for (place, key) in own.enumerated() where !known[position + place] {
        let wanted = Wanted(key: key, wantsMultiVector: requests[request].wantsMultiVector)
        if let other = first[wanted] {
          repeatedKeys.insert(key)
          if repetitions[other]?.last != request { repetitions[other, default: []].append(request) }
        } else {
          first[wanted] = request
          tasks.append(key.origin.task)
        }
      }
      if !tasks.isEmpty {
        computations.append(Computation(request: request, tasks: tasks))
        isComputed[request] = true
      }
    }
    self.computations = computations
    self.repetitions = repetitions
    self.repeatedKeys = repeatedKeys
    self.isComputed = isComputed
  }

  private struct Wanted: Hashable {
    let key: StoreKey
    let wantsMultiVector: Bool
  }

  /// Takes a result of the computation of an index; hands over what can be.
  func take(_ result: EmbeddingResult, of index: Int) {
    let computation = computations[index]
    if let key = keys[computation.request].first(where: { $0.origin.task == result.task }) {
      store.remember(StoredResult(key: key, result: result))
      if repeatedKeys.contains(key) { state.withLock { $0.repeated[key] = result } }
    }
    let isWhole = state.withLock { state in
      state.results[computation.request, default: []].append(result)
      return state.results[computation.request]?.count == computation.tasks.count
    }
    guard isWhole else { return }
    handOver(upTo: computation.request)
    let own = state.withLock { state in
      state.next = computation.request + 1
      return state.results.removeValue(forKey: computation.request) ?? []
    }
    handOver([computation.request], computed: own)
  }

  /// Notes that the computation of an index has failed; returns the requests that have failed with it.
  func fail(_ index: Int) -> [Int] {
    let request = computations[index].request
    let failed = [request] + (repetitions[request] ?? [])
    state.withLock { $0.failed.formUnion(failed) }
    return failed
  }

  /// Hands over the remembered requests before `end` whose turn it is; those that have failed meanwhile are passed over.
  func handOver(upTo end: Int? = nil) {
    let end = end ?? requests.count
    let start = state.withLock { state in
      defer { state.next = max(state.next, end) }
      return state.next
    }
    guard start < end else { return }
    let failed = state.withLock(\.failed)
    let remembered = (start..<end).filter { !isComputed[$0] && !failed.contains($0) }
    for first in stride(from: 0, to: remembered.count, by: Self.pieceSize) {
      handOver(Array(remembered[first..<min(first + Self.pieceSize, remembered.count)]), computed: [])
    }
  }

  /// Hands over `piece`: each request's results from what has just been computed, what was computed for another, or the
  /// store.
  private func handOver(_ piece: [Int], computed: [EmbeddingResult]) {
    let places = piece.flatMap { request in requests[request].tasks.indices.map { (request: request, place: $0) } }
    let repeated = state.withLock(\.repeated)
    var results = [EmbeddingResult?](repeating: nil, count: places.count)
    var unknown: [Int] = []
    for (index, (request, place)) in places.enumerated() {
      let task = requests[request].tasks[place]
      let key = keys[request].isEmpty ? nil : keys[request][place]
      results[index] = computed.first { $0.task == task } ?? key.flatMap { repeated[$0] }
      if results[index] == nil, key != nil { unknown.append(index) }
    }
    store.read(
      unknown.map { keys[places[$0].request][places[$0].place] },
      wantsMultiVector: { requests[places[unknown[$0]].request].wantsMultiVector }
    ) { index, result in results[unknown[index]] = result }
    var next = 0
    for request in piece {
      let own = results[next..<next + requests[request].tasks.count].compactMap { $0 }
      next += requests[request].tasks.count
      if own.count == requests[request].tasks.count {
        for result in own { onResult(request, result) }
      } else {
        state.withLock { $0.lost.append(request) }
      }
    }
  }

  /// What has to be computed after all, because another process has cleared it away meanwhile.
  var lost: [Int] { state.withLock(\.lost) }
}
