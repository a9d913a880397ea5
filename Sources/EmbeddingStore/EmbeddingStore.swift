import Embeddings
internal import Files
internal import Foundation
internal import GRDB
internal import Synchronization
internal import Tensors

/// Vectors that were computed before, in a file of SQLite that several processes share.
///
/// What is remembered waits in memory for at most ``patience`` and is then written in one transaction: a process that is
/// killed loses no more, and never damages the file. A disk that is full, or a file that cannot be read, ends the
/// remembering and not the work; it is told once.
public final class EmbeddingStore: Sendable {
  /// The path of the file.
  public let path: String
  /// Bytes of the file beyond which the vectors that were used least recently are forgotten.
  public let byteLimit: Int

  let database: DatabasePool
  private let tell: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// How long a vector waits to be written.
  public static let patience = Duration.seconds(1)
  /// The usual limit: 10 GB.
  public static let usualByteLimit = 10_000_000_000

  private struct State {
    var pending: [StoreKey: StoredResult] = [:]
    /// Rows that were read and whose day is to be noted.
    var used: Set<Int64> = []
    var byteCount = 0
    var isWaiting = false
    var hasFailed = false
  }

  /// Opens the store of a folder, and makes both where they are not there. A damaged file is set aside, and told.
  ///
  /// - Parameter tell: says a sentence to the user, from any thread.
  /// - Throws: `FileError`; ``EmbeddingStoreError``.
  public init(
    folder: String, byteLimit: Int = usualByteLimit, tell: @escaping @Sendable (String) -> Void
  ) throws {
    try Folder.createAll(folder, isPrivate: true)
    try OwnerOnly.restrict(folder)
    path = Path.joined(folder, StoreSchema.fileName)
    self.byteLimit = byteLimit
    self.tell = tell
    do { database = try StoreSchema.open(path) } catch let error as DatabaseError {
      guard error.isDamage else { throw EmbeddingStoreError(path: path, reason: error) }
      tell("\(path) is damaged and is kept as \(try Self.setAside(path)); vectors are computed and remembered anew")
      do { database = try StoreSchema.open(path) } catch let error as DatabaseError {
        throw EmbeddingStoreError(path: path, reason: error)
      }
    }
  }

  /// Hands over the results that are remembered of `keys`, each with its place among them. What has no result under its
  /// key, or no multi-vector where one is wanted, is passed over.
  func read(_ keys: [StoreKey], wantsMultiVector: (Int) -> Bool, _ body: (Int, EmbeddingResult) -> Void) {
    let waiting = state.withLock { state in keys.map { state.pending[$0]?.result } }
    attempt {
      let today = Self.today
      var stale: Set<Int64> = []
      try database.read { database in
        var lookUp = try LookUp(StoredResult.columns, in: database)
        for (place, key) in keys.enumerated() {
          if let result = waiting[place], !wantsMultiVector(place) || result.multiVector != nil {
            body(place, wantsMultiVector(place) ? result : result.withoutMultiVector)
            continue
          }
          guard let row = try lookUp.row(of: key),
            let result = try StoredResult.result(of: row, task: key.origin.task),
            !wantsMultiVector(place) || result.multiVector != nil
          else { continue }
          if row[5] as Int != today { stale.insert(row[0]) }
          body(place, wantsMultiVector(place) ? result : result.withoutMultiVector)
        }
      }
      if !stale.isEmpty { state.withLock { $0.used.formUnion(stale) } }
    }
  }

  /// Which of `keys` are remembered.
  func contains(_ keys: [StoreKey], wantsMultiVector: (Int) -> Bool) -> [Bool] {
    var known = state.withLock { state in
      keys.indices.map { place in
        state.pending[keys[place]].map { !wantsMultiVector(place) || $0.result.multiVector != nil } ?? false
      }
    }
    attempt {
      try database.read { database in
        var lookUp = try LookUp("multivector.vector IS NOT NULL", in: database)
        for (place, key) in keys.enumerated() where !known[place] {
          guard let row = try lookUp.row(of: key) else { continue }
          known[place] = row[0] as Bool || !wantsMultiVector(place)
        }
      }
    }
    return known
  }

  /// Remembers a result; it is written within ``patience``.
  func remember(_ stored: StoredResult) {
    let begins = state.withLock { state in
      if state.hasFailed { return false }
      state.byteCount += stored.byteCount
      state.pending[stored.key] = stored
      defer { state.isWaiting = true }
      return !state.isWaiting
    }
    guard begins else { return }
    Task.detached { [weak self] in
      try? await Task.sleep(for: Self.patience)
      self?.flush()
    }
  }

  /// Writes what waits.
  public func flush() {
    let (pending, used) = state.withLock { state in
      defer { (state.isWaiting, state.used) = (false, []) }
      return (state.pending, state.used)
    }
    guard !pending.isEmpty || !used.isEmpty else { return }
    attempt {
      try database.write { database in
        var origins: [VectorOrigin: Int64] = [:]
        for stored in pending.values {
          let origin = try origins[stored.key.origin] ?? stored.key.origin.insertedRow(in: database)
          origins[stored.key.origin] = origin
          try stored.insert(in: database, origin: origin, day: Self.today)
        }
        let statement = try database.cachedStatement(sql: "UPDATE vector SET used = ? WHERE id = ?")
        for row in used { try statement.execute(arguments: [Self.today, row]) }
        try forgetBeyondLimit(database)
      }
    }
    state.withLock { state in
      for (key, stored) in pending where state.pending.removeValue(forKey: key) != nil {
        state.byteCount -= stored.byteCount
      }
    }
  }

  /// Forgets what was used least recently, until a tenth of the limit is free again.
  private func forgetBeyondLimit(_ database: Database) throws {
    guard try StoreSchema.byteCount(database) > byteLimit else { return }
    while try StoreSchema.byteCount(database) > byteLimit / 10 * 9 {
      try database.execute(sql: "DELETE FROM vector WHERE id IN (SELECT id FROM vector ORDER BY used, id LIMIT 256)")
      if database.changesCount == 0 { break }
    }
    try database.execute(sql: "PRAGMA incremental_vacuum")
  }

  /// Runs `body`; where the file cannot be used, that is told once, and nothing is remembered from then on.
  private func attempt(_ body: () throws -> Void) {
    if state.withLock({ $0.hasFailed }) { return }
    do { try body() } catch {
      let isFirst = state.withLock { state in
        defer { (state.hasFailed, state.pending, state.used) = (true, [:], []) }
        return !state.hasFailed
      }
      guard isFirst else { return }
      if (error as? DatabaseError)?.isDamage == true, let kept = try? Self.setAside(path) {
        return tell("\(path) is damaged and is kept as \(kept); vectors are remembered again from the next start on")
      }
      tell("\(EmbeddingStoreError(path: path, reason: error)); going on without remembering vectors")
    }
  }

  /// Gives a damaged file another name; what SQLite keeps beside it goes, as it belongs to that file.
  private static func setAside(_ path: String) throws -> String {
    let kept = try Path.setAside(path)
    for ending in ["-wal", "-shm"] { Path.removeFile(path + ending) }
    return kept
  }

  /// The days since 1970: what `used` counts, so that a vector in daily use costs one write a day.
  private static var today: Int { Int(Date.now.timeIntervalSince1970 / 86_400) }
}

extension DatabaseError {
  /// Whether the file is no file of SQLite, or no whole one.
  fileprivate var isDamage: Bool { [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(resultCode) }
}

/// Why the store's file cannot be used.
public struct EmbeddingStoreError: Error, CustomStringConvertible {
  let path: String
  let reason: any Error

  /// One sentence: which file, and what is wrong.
  public var description: String {
    guard let error = reason as? DatabaseError else { return "\(reason)" }
    return switch error.resultCode {
    case .SQLITE_FULL: "no space is left on the disk to write \(path)"
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH: "\(path) cannot be opened or written"
    case .SQLITE_BUSY, .SQLITE_LOCKED: "\(path) is in use by another process for too long"
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: "\(path) is damaged"
    default: "\(path) cannot be used (\(error.message ?? "\(error.resultCode)"))"
    }
  }
}
