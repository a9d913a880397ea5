import Foundation
import Synchronization
import Testing

@testable import Threading

@Suite struct MailboxTests {
  @Test func valuesComeOutInTheOrderTheyWerePosted() throws {
    let mailbox = try Mailbox<Int>()
    for value in 0..<1000 { mailbox.post(value) }
    #expect(mailbox.drain() == Array(0..<1000))
    #expect(mailbox.drain().isEmpty)
  }

  @Test func wakeUpIsReadableExactlyWhileValuesLieInTheMailbox() throws {
    let mailbox = try Mailbox<String>()
    #expect(!isReadable(mailbox.wakeUp))
    mailbox.post("first")
    mailbox.post("second")
    #expect(isReadable(mailbox.wakeUp))
    _ = mailbox.drain()
    #expect(!isReadable(mailbox.wakeUp))
    mailbox.post("third")
    #expect(isReadable(mailbox.wakeUp))
  }

  @Test func aHundredThousandPostsNeverBlock() throws {
    let mailbox = try Mailbox<Int>()
    for value in 0..<100_000 { mailbox.post(value) }
    #expect(mailbox.drain().count == 100_000)
  }

  @Test func noValueIsLostBetweenThreads() throws {
    let mailbox = try Mailbox<Int>()
    var received: [Int] = []
    // No task, which would wait for one of few threads, while this one waits for it on another.
    Thread.detachNewThread { for value in 0..<5000 { mailbox.post(value) } }
    while received.count < 5000 {
      try #require(waitUntilReadable(mailbox.wakeUp))
      received += mailbox.drain()
    }
    #expect(received == Array(0..<5000))
  }
}

@Suite struct InterruptionTests {
  @Test func eachOfSeveralOneAfterTheOtherIsTold() async throws {
    Interruption {}.stop()
    for number in [SIGINT, SIGTERM, SIGINT] {
      let told = Told()
      let interruption = Interruption { told.isTold.withLock { $0 = true } }
      kill(getpid(), number)
      for _ in 0..<5000 where !told.isTold.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
      #expect(told.isTold.withLock { $0 })
      interruption.stop()
      interruption.stop()
    }
  }

  private final class Told: Sendable { let isTold = Mutex(false) }
}

@Suite struct ParallelForTests {
  @Test(arguments: [1, 2, 3, 8]) func everyIndexRunsExactlyOnce(threads: Int) {
    let parallel = ParallelFor(threads: threads)
    for count in [0, 1, 2, 7, 1000] {
      let seen = Mutex<[Int]>([])
      parallel(count) { index, thread in
        precondition(thread >= 0 && thread < threads)
        seen.withLock { $0.append(index) }
      }
      #expect(seen.withLock { $0.sorted() } == Array(0..<count))
    }
  }

  @Test(arguments: [2, 3]) func threadsTakeOverWhatOthersHaveNotComeTo(threads: Int) {
    let parallel = ParallelFor(threads: threads)
    let count = 12
    let done = Atomic(0)
    // The first index ends when all the others have, those of its own thread's share too.
    parallel(count) { index, _ in
      while index == 0 && done.load(ordering: .relaxed) < count - 1 { usleep(100) }
      done.wrappingAdd(1, ordering: .relaxed)
    }
    #expect(done.load(ordering: .relaxed) == count)
  }

  @Test(arguments: [1, 3]) func aCancelledTaskEndsALoopThatMayBe(threads: Int) async throws {
    let parallel = ParallelFor(threads: threads)
    let seen = Mutex(0)
    let count = 100_000
    // The loop cancels its own task: another one would wait for the threads that loops of tests may all have taken.
    let task = Mutex<Task<Void, any Error>?>(nil)
    let work = Task.detached {
      try parallel.cancellable(count) { _, _ in
        let count = seen.withLock { seen in
          seen += 1
          return seen
        }
        if count >= 10 { task.withLock { $0?.cancel() } }
        usleep(1000)
      }
    }
    task.withLock { $0 = work }
    await #expect(throws: CancellationError.self) { try await work.value }
    #expect(seen.withLock { $0 } < count)
    // The next loop is whole again.
    try parallel.cancellable(100) { _, _ in seen.withLock { $0 = max($0, count) + 1 } }
    #expect(seen.withLock { $0 } == count + 100)
  }

  @Test func aLoopWithinALoopRunsToItsEnd() {
    let parallel = ParallelFor(threads: 2)
    let total = Atomic(0)
    parallel(4) { _, _ in
      parallel(5) { _, _ in total.wrappingAdd(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 20)
  }

  @Test func fewerThanOneThreadIsOne() { #expect(ParallelFor(threads: -3).threads == 1) }
}

@Suite struct DedicatedThreadExecutorTests {
  actor Recorder {
    private let executor = DedicatedThreadExecutor(name: "recorder")
    nonisolated var unownedExecutor: UnownedSerialExecutor {
      // Safe: the executor is a stored property of this actor.
      unsafe executor.asUnownedSerialExecutor()
    }
    private(set) var threads: Set<ObjectIdentifier> = []
    private(set) var values: [Int] = []

    func record(_ value: Int) {
      threads.insert(ObjectIdentifier(Thread.current))
      values.append(value)
    }

    func recordInStack(depth: Int) -> Int { depth == 0 ? 0 : 1 + recordInStack(depth: depth - 1) }
  }

  @Test func allWorkOfAnActorRunsOnOneThread() async {
    let recorder = Recorder()
    await withTaskGroup(of: Void.self) { group in
      for value in 0..<200 { group.addTask { await recorder.record(value) } }
    }
    #expect(await recorder.threads.count == 1)
    #expect(await recorder.values.sorted() == Array(0..<200))
  }

  @Test func theThreadHasRoomForDeepStacks() async {
    #expect(await Recorder().recordInStack(depth: 20_000) == 20_000)
  }

  @Test func manyActorsComeAndGo() async {
    for value in 0..<50 {
      let recorder = Recorder()
      await recorder.record(value)
      #expect(await recorder.values == [value])
    }
  }
}

private func isReadable(_ descriptor: Int32, timeout: Int32 = 0) -> Bool {
  var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  // Safe: one entry is passed and one is announced.
  return unsafe poll(&entry, 1, timeout) == 1
}

private func waitUntilReadable(_ descriptor: Int32) -> Bool { isReadable(descriptor, timeout: 120_000) }
