public import Embeddings
internal import Foundation
internal import GRDB
internal import Tensors

/// What a store holds of one model under one adapter.
public struct StoredGroup: Hashable, Sendable {
  /// What the model is called.
  public let model: String
  /// SHA-256 of its files, in hexadecimal.
  public let fingerprint: String
  /// The adapter.
  public let task: EmbeddingTask
  /// Vectors.
  public let count: Int
  /// Those of them that have a vector for each token too.
  public let multiVectorCount: Int
  /// Bytes of the vectors.
  public let byteCount: Int
  /// The day on which one of them was used last, as `2026-01-31`.
  public let lastUse: String
}

/// Looking after a store: what it holds, taking out of it, and whether it is sound.
extension EmbeddingStore {
  /// What it holds, by model and adapter, what was used last first.
  ///
  /// - Throws: ``EmbeddingStoreError``.
  public func groups() throws -> [StoredGroup] {
    try maintain { database in
      try database.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT model, fingerprint, task, count(*), count(multivector.vector),
              sum(length(vector.vector)) + coalesce(sum(length(multivector.vectors)), 0),
              strftime('%Y-%m-%d', max(used) * 86400, 'unixepoch')
            FROM vector JOIN origin ON origin.id = vector.origin
              LEFT JOIN multivector ON multivector.vector = vector.id
            GROUP BY fingerprint, task ORDER BY max(used) DESC, model, task
            """
        ).map { row in
          StoredGroup(
            model: row[0], fingerprint: row[1], task: EmbeddingTask(row[2]), count: row[3], multiVectorCount: row[4],
            byteCount: row[5], lastUse: row[6])
        }
      }
    }
  }

  /// Bytes of the file.
  ///
  /// - Throws: ``EmbeddingStoreError``.
  public func fileByteCount() throws -> Int { try maintain { try $0.read(StoreSchema.byteCount) } }

  /// Forgets the vectors of a model, under an adapter; of all where none is named. Returns how many.
  ///
  /// - Throws: ``EmbeddingStoreError``.
  public func clear(model: String? = nil, task: EmbeddingTask? = nil) throws -> Int {
    flush()
    return try maintain { database in
      let count = try database.write { database in
        try database.execute(
          sql: """
            DELETE FROM vector WHERE origin IN
              (SELECT id FROM origin WHERE (?1 IS NULL OR model = ?1 OR fingerprint = ?1) AND (?2 IS NULL OR task = ?2))
            """, arguments: [model, task?.name])
        let count = database.changesCount
        try database.execute(sql: "DELETE FROM origin WHERE id NOT IN (SELECT origin FROM vector)")
        return count
      }
      // What was deleted is gone from the disk too.
      try database.vacuum()
      try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      return count
    }
  }

  /// What is wrong with the file, a sentence each: pages that are damaged, vectors that are none.
  ///
  /// - Parameter progress: called with how many vectors have been looked at, of how many.
  /// - Throws: ``EmbeddingStoreError``; `CancellationError` where the task is cancelled.
  public func verify(progress: (_ finished: Int, _ total: Int) -> Void = { _, _ in }) throws -> [String] {
    try maintain { database in
      try database.read { database in
        var findings = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
        let total = try Int.fetchOne(database, sql: "SELECT count(*) FROM vector") ?? 0
        let rows = try Row.fetchCursor(
          database,
          sql: """
            SELECT \(StoredResult.columns), origin.task, origin.model FROM vector JOIN origin ON origin.id = vector.origin
            LEFT JOIN multivector ON multivector.vector = vector.id
            """)
        var finished = 0
        while let row = try rows.next() {
          let task = EmbeddingTask(row[9] as String)
          let result = try StoredResult.result(of: row, task: task)
          let isSound =
            result.map { result in
              result.vector.isFinite && abs(result.vector.norm - 1) < 1e-4 && result.multiVector?.isFinite ?? true
            } ?? false
          if !isSound { findings.append("vector \(row[0] as Int64) of \(row[10] as String) under \(task) is damaged") }
          finished += 1
          if finished.isMultiple(of: 1000) {
            try Task.checkCancellation()
            progress(finished, total)
          }
        }
        return findings
      }
    }
  }

  /// Runs `body` with the file.
  private func maintain<Value>(_ body: (DatabasePool) throws -> Value) throws -> Value {
    do { return try body(database) } catch let error as DatabaseError {
      throw EmbeddingStoreError(path: path, reason: error)
    }
  }
}
