internal import CProcess
import Dispatch
import Foundation
import Synchronization

/// A serial executor that runs every job of its actor on one thread of its own, in the order they arrive.
///
/// A forward pass takes seconds; on the shared pool it would hold a thread that other tasks count on. The thread has a
/// stack of 8 MiB, as the main thread has, and ends when the executor is released.
public final class DedicatedThreadExecutor: SerialExecutor {
  private let queue = JobQueue()

  /// Starts the thread; `name` is what debuggers and `top -H` show.
  public init(name: String) {
    let queue = queue
    let thread = Thread {
      process_guard_thread()
      while let entry = queue.next() { entry.run() }
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  deinit { queue.close() }

  /// Appends `job`; it runs after all that came before it.
  public func enqueue(_ job: consuming ExecutorJob) {
    // Safe: the queue hands each job to the thread exactly once.
    unsafe queue.append(JobQueue.Entry(job: UnownedJob(job), executor: asUnownedSerialExecutor()))
  }

  /// The reference an actor returns from `unownedExecutor`.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    // Safe: the actor that returns this reference keeps the executor in a stored property.
    unsafe UnownedSerialExecutor(ordinary: self)
  }
}

/// Jobs on their way to the thread. It outlives the executor until the thread has seen its end.
private final class JobQueue: Sendable {
  @safe struct Entry: Sendable {
    let job: UnownedJob
    let executor: UnownedSerialExecutor

    /// Runs the job on the calling thread.
    func run() {
      // Safe: a job that waits or runs keeps its actor alive, and that its executor; each entry is run once.
      unsafe job.runSynchronously(on: executor)
    }
  }

  private let waiting = Mutex<[Entry]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  func append(_ entry: Entry) {
    waiting.withLock { $0.append(entry) }
    arrivals.signal()
  }

  /// Wakes the thread without a job, which ends it.
  func close() { arrivals.signal() }

  /// The next job, once there is one; `nil` after the last.
  func next() -> Entry? {
    arrivals.wait()
    return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}
