internal import CProcess
import Dispatch
import Foundation
import Synchronization

/// A loop whose iterations run on several threads at once: `parallel(count) { index, thread in … }`.
///
/// The threads are started once and sleep between loops. The calling thread takes part, so one thread means that none
/// is started. A loop begun while another one of the same value runs (from its body, or from another thread) runs on
/// its calling thread alone: nothing waits, nothing is nested.
public final class ParallelFor: Sendable {
  /// Threads that run a loop, the calling one included; at least 1.
  public let threads: Int

  private let helpers: [Helper]
  private let isBusy = Atomic(false)

  /// A loop over at most `threads` threads; fewer than one is taken as one.
  public init(threads: Int) {
    self.threads = max(1, threads)
    helpers = (1..<self.threads).map(Helper.init)
  }

  deinit { for helper in helpers { helper.start(nil) } }

  /// Runs `body` once for each index in `0..<count`, and returns when all are done.
  ///
  /// Each thread takes indices that follow each other, so that what lies side by side in memory is read by one thread.
  ///
  /// - Parameter body: is given the index, and which thread runs it in `0..<threads`; within one loop no two calls at
  ///   the same time have the same thread.
  public func callAsFunction(_ count: Int, _ body: @escaping @Sendable (_ index: Int, _ thread: Int) -> Void) {
    _ = run(count, body) { false }
  }

  /// Runs the loop as a call does, but where the calling task is cancelled no index is begun any more; those that are
  /// being done are waited for.
  ///
  /// - Throws: `CancellationError` where indices were left out.
  public func cancellable(
    _ count: Int, _ body: @escaping @Sendable (_ index: Int, _ thread: Int) -> Void
  ) throws(CancellationError) {
    if !run(count, body, unless: { Task.isCancelled }) { throw CancellationError() }
  }

  /// Returns false where the calling thread found, before one of its indices, that the loop shall end.
  private func run(
    _ count: Int, _ body: @escaping @Sendable (_ index: Int, _ thread: Int) -> Void, unless shallEnd: () -> Bool
  ) -> Bool {
    guard count > 1, !helpers.isEmpty, !isBusy.exchange(true, ordering: .acquiring) else {
      return Loop(count: count, threads: 1, body: body).run(unless: shallEnd)
    }
    let loop = Loop(count: count, threads: threads, body: body)
    let called = helpers.prefix(count - 1)
    for helper in called { helper.start(loop) }
    let isWhole = loop.run(unless: shallEnd)
    for helper in called { helper.waitUntilDone() }
    isBusy.store(false, ordering: .releasing)
    return isWhole
  }
}

/// One loop: each thread takes one index after the other of its own share, then of those that others have not come to.
private final class Loop: Sendable {
  private let body: @Sendable (Int, Int) -> Void
  /// Of each thread, side by side.
  private let shares: [Share]

  init(count: Int, threads: Int, body: @escaping @Sendable (Int, Int) -> Void) {
    self.body = body
    let threads = min(threads, count)
    shares = (0..<threads).map { Share(count * $0 / threads..<count * ($0 + 1) / threads) }
  }

  /// Takes indices on the calling thread, which is the first, until none is left or, before one of them, the loop shall
  /// end; then no thread takes one any more, and the result is false.
  func run(unless shallEnd: () -> Bool) -> Bool {
    for share in shares {
      while let index = share.takeNext() {
        if shallEnd() {
          for share in shares { share.takeAll() }
          return false
        }
        body(index, 0)
      }
    }
    return true
  }

  /// Takes indices on another thread until none is left.
  func run(thread: Int) {
    for share in shares[thread...] + shares[..<thread] {
      while let index = share.takeNext() { body(index, thread) }
    }
  }
}

/// Indices that follow each other, taken one at a time.
private final class Share: Sendable {
  private let end: Int
  private let next: Atomic<Int>

  init(_ indices: Range<Int>) {
    end = indices.upperBound
    next = Atomic(indices.lowerBound)
  }

  func takeNext() -> Int? {
    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
    return index < end ? index : nil
  }

  func takeAll() { next.store(end, ordering: .relaxed) }
}

/// A thread that waits for loops.
private final class Helper: Sendable {
  /// What the thread and its owner share, so that the thread does not keep its owner alive.
  private final class Exchange: Sendable {
    let loop = Mutex<Loop?>(nil)
    let started = DispatchSemaphore(value: 0)
    let finished = DispatchSemaphore(value: 0)

    /// Runs one loop; false when there will be no more.
    func runNext(thread: Int) -> Bool {
      started.wait()
      guard let loop = loop.withLock({ $0.take() }) else { return false }
      loop.run(thread: thread)
      return true
    }
  }

  private let exchange = Exchange()

  init(thread index: Int) {
    let exchange = exchange
    let thread = Thread {
      process_guard_thread()
      while exchange.runNext(thread: index) { exchange.finished.signal() }
    }
    thread.name = "parallel \(index)"
    thread.start()
  }

  /// Hands `loop` to the thread; `nil` ends it.
  func start(_ loop: Loop?) {
    exchange.loop.withLock { $0 = loop }
    exchange.started.signal()
  }

  func waitUntilDone() { exchange.finished.wait() }
}
