internal import Embeddings
internal import Files
internal import Foundation
internal import GRDB
internal import Tensors

/// How the store's file is laid out.
enum StoreSchema {
  /// The file's name; another layout has another name, so that two versions of the program never meet in one.
  static let fileName = "embeddings.v1.sqlite"

  private static let statements = """
    CREATE TABLE IF NOT EXISTS origin (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL,
      model TEXT NOT NULL,
      task TEXT NOT NULL,
      role TEXT NOT NULL,
      settings TEXT NOT NULL,
      UNIQUE (fingerprint, task, role, settings));
    CREATE TABLE IF NOT EXISTS vector (
      id INTEGER PRIMARY KEY,
      origin INTEGER NOT NULL REFERENCES origin (id),
      content BLOB NOT NULL,
      prompt TEXT,
      tokens INTEGER NOT NULL,
      tokens_before INTEGER,
      picture TEXT,
      used INTEGER NOT NULL,
      vector BLOB NOT NULL,
      UNIQUE (origin, content));
    CREATE TABLE IF NOT EXISTS multivector (
      vector INTEGER PRIMARY KEY REFERENCES vector (id) ON DELETE CASCADE,
      dimensions INTEGER NOT NULL,
      vectors BLOB NOT NULL);
    CREATE INDEX IF NOT EXISTS vector_used ON vector (used);
    """

  /// Opens the file at a path, or makes it, for this user alone.
  ///
  /// - Throws: `FileError`, `DatabaseError`.
  static func open(_ path: String) throws -> DatabasePool {
    // SQLite gives its other files the mode of this one.
    _ = try AppendingFile(path: path)
    try OwnerOnly.restrict(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.label = "embedding store"
    // Only the first connection to an empty file can choose these: pages that hold vectors without much waste, and room
    // that can be given back to the disk.
    var maker = configuration
    maker.prepareDatabase { database in
      try database.execute(sql: "PRAGMA page_size = 32768; PRAGMA auto_vacuum = INCREMENTAL")
    }
    try DatabaseQueue(path: path, configuration: maker).inDatabase { database in
      try database.inTransaction(.immediate) {
        try database.execute(sql: statements)
        return .commit
      }
    }
    // A process that is killed loses what it has not committed; only a machine that fails may lose more, and never the
    // file as a whole.
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
    let pool = try DatabasePool(path: path, configuration: configuration)
    // A file that was damaged in a place that opening does not look at.
    _ = try pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM origin") }
    return pool
  }

  /// Bytes of the file that hold something.
  static func byteCount(_ database: Database) throws -> Int {
    func value(_ name: String) throws -> Int { try Int.fetchOne(database, sql: "PRAGMA \(name)") ?? 0 }
    return try (value("page_count") - value("freelist_count")) * value("page_size")
  }
}

extension VectorOrigin {
  /// The role as the file keeps it: nothing for pictures.
  private var storedRole: String { role?.rawValue ?? "" }

  /// The row of this origin; `nil` where nothing of it is remembered.
  func row(in database: Database) throws -> Int64? {
    let statement = try database.cachedStatement(
      sql: "SELECT id FROM origin WHERE fingerprint = ? AND task = ? AND role = ? AND settings = ?")
    return try Int64.fetchOne(statement, arguments: [fingerprint, task.name, storedRole, settings])
  }

  /// The row of this origin, made where it is not there.
  func insertedRow(in database: Database) throws -> Int64 {
    if let row = try row(in: database) { return row }
    try database.execute(
      sql: "INSERT INTO origin (fingerprint, model, task, role, settings) VALUES (?, ?, ?, ?, ?)",
      arguments: [fingerprint, model, task.name, storedRole, settings])
    return database.lastInsertedRowID
  }
}

/// Finds rows by their keys; the row of an origin is looked for once.
struct LookUp {
  private let database: Database
  private let statement: Statement
  private var origins: [VectorOrigin: Int64?] = [:]

  /// Prepares to read `columns` of rows.
  init(_ columns: String, in database: Database) throws {
    self.database = database
    statement = try database.cachedStatement(
      sql: """
        SELECT \(columns) FROM vector LEFT JOIN multivector ON multivector.vector = vector.id
        WHERE origin = ? AND content = ?
        """)
  }

  /// The columns of the row of a key; `nil` where there is none.
  mutating func row(of key: StoreKey) throws -> Row? {
    if origins[key.origin] == nil { origins[key.origin] = try key.origin.row(in: database) }
    guard let origin = origins[key.origin] ?? nil else { return nil }
    return try Row.fetchOne(statement, arguments: [origin, Data(key.content.bytes)])
  }
}

extension StoredResult {
  /// Puts the result in its row; one that is there and has as much is left as it is.
  func insert(in database: Database, origin: Int64, day: Int) throws {
    let content = Data(key.content.bytes)
    let found = try database.cachedStatement(sql: "SELECT id FROM vector WHERE origin = ? AND content = ?")
    var row = try Int64.fetchOne(found, arguments: [origin, content])
    if row == nil {
      try database.cachedStatement(
        sql: """
          INSERT INTO vector (origin, content, prompt, tokens, tokens_before, picture, used, vector)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        origin, content, result.prompt, result.tokenCount, result.tokenCountBeforeTruncation, result.image?.stored, day,
        Data(FloatBytes.bytes(of: result.vector.values)),
      ])
      row = database.lastInsertedRowID
    }
    guard let multiVector = result.multiVector, let row else { return }
    try database.cachedStatement(
      sql: "INSERT OR REPLACE INTO multivector (vector, dimensions, vectors) VALUES (?, ?, ?)"
    ).execute(arguments: [row, multiVector.dimensions, Data(FloatBytes.bytes(of: multiVector.values))])
  }
}
