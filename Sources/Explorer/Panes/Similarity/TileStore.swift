import Embeddings

/// Where a tile lies in a matrix, counted in tiles.
struct TilePlace: Hashable, Sendable {
  let row: Int
  let column: Int
}

/// A square part of a matrix that is too large to be computed whole.
struct MatrixTile: Sendable {
  /// Where it lies.
  let place: TilePlace
  /// Its values; fewer at the ends of the matrix.
  let similarities: SimilarityMatrix

  /// Rows and columns of a tile.
  static let side = 256

  /// A tile of these values.
  init(place: TilePlace, similarities: SimilarityMatrix) {
    self.place = place
    self.similarities = similarities
  }

  /// The tile of `source` at a place.
  init(_ source: PairSource, at place: TilePlace) {
    self.init(
      place: place,
      similarities: source.block(
        rows: Self.range(place.row, of: source.rowItems.count),
        columns: Self.range(place.column, of: source.columnItems.count)))
  }

  /// The rows, or columns, of the tile at `index` of a matrix with `count` of them.
  static func range(_ index: Int, of count: Int) -> Range<Int> {
    min(count, index * side)..<min(count, (index + 1) * side)
  }

  /// How many tiles `count` rows or columns take.
  static func tiles(of count: Int) -> Int { (count + side - 1) / side }
}

/// How far the tiles of a matrix are.
struct TileProgress: Hashable, Sendable {
  /// Pairs that have been compared.
  var finishedPairs: Int
  /// All pairs; of a symmetric matrix each counts once.
  var totalPairs: Int
  /// How long that took.
  var elapsed: Duration

  private var seconds: Double { elapsed / .seconds(1) }

  /// The part that is done, 0…1.
  var share: Double { totalPairs > 0 ? Double(finishedPairs) / Double(totalPairs) : 1 }

  /// Pairs compared in a second; `nil` before anything can be said.
  var pairsPerSecond: Double? { finishedPairs > 0 && seconds > 0.05 ? Double(finishedPairs) / seconds : nil }

  /// The seconds that are left; `nil` before anything can be said.
  var remainingSeconds: Double? { pairsPerSecond.map { Double(totalPairs - finishedPairs) / $0 } }
}

/// The tiles of a large matrix that are known, and what is known of the whole.
struct TileStore: Sendable {
  /// What the tiles are of: items in an order, under an adapter, at a dimension.
  private(set) var arrangement: MatrixArrangement?
  /// The tiles that are being computed because they are on the screen.
  private(set) var pending: Set<TilePlace> = []
  /// The whole matrix in fewer values, as far as it has been computed.
  private(set) var summary: MatrixSummary?
  /// How far the whole matrix is; `nil` before it was begun.
  private(set) var progress: TileProgress?

  private var isSymmetric = false
  private var tiles = BoundedCache<TilePlace, MatrixTile>(limit: tileLimit)

  /// How much memory the tiles take at most.
  static let byteLimit = 256 << 20
  /// How many tiles that is.
  static let tileLimit = byteLimit / (MatrixTile.side * MatrixTile.side * MemoryLayout<Float>.size)

  /// Whether all has been computed.
  var isComplete: Bool { progress.map { $0.finishedPairs == $0.totalPairs } ?? false }

  /// Begins anew with tiles of something else. The whole stays as it was on the screen until something is known of the
  /// new one, where it is as large.
  mutating func begin(_ arrangement: MatrixArrangement, rows: Int, columns: Int, isSymmetric: Bool) {
    let last = summary
    self = TileStore()
    self.arrangement = arrangement
    self.isSymmetric = isSymmetric
    let isAsLarge = last.map { $0.rows.count == rows && $0.columns.count == columns } ?? false
    summary = isAsLarge ? last : MatrixPass.emptySummary(rows: rows, columns: columns)
  }

  /// Notes that the whole matrix is being computed.
  mutating func beginPass(pairs: Int) { progress = TileProgress(finishedPairs: 0, totalPairs: pairs, elapsed: .zero) }

  /// Notes that the rest is not computed.
  mutating func abandonPass() { if !isComplete { progress = nil } }

  /// The place a tile is kept at; of a symmetric matrix that on or above the diagonal.
  func home(of place: TilePlace) -> TilePlace {
    isSymmetric && place.column < place.row ? TilePlace(row: place.column, column: place.row) : place
  }

  /// Those of `places` that are neither known nor being computed; they are from now on.
  mutating func claim(_ places: [TilePlace]) -> [TilePlace] {
    var missing: [TilePlace] = []
    for place in places.map(home(of:)) where tiles[place] == nil && pending.insert(place).inserted {
      missing.append(place)
    }
    return missing
  }

  /// Keeps tiles that are on the screen; the oldest go where there are too many.
  mutating func insert(_ new: [MatrixTile], for arrangement: MatrixArrangement) {
    guard arrangement == self.arrangement else { return }
    for tile in new {
      pending.remove(tile.place)
      tiles.insert(tile, for: tile.place)
    }
  }

  /// Takes what the computation of the whole matrix has come to; tiles are kept as long as there is room.
  mutating func take(_ delivery: MatrixPass.Delivery, for arrangement: MatrixArrangement) {
    guard arrangement == self.arrangement else { return }
    for tile in delivery.tiles where !tiles.isFull { tiles.insert(tile, for: tile.place) }
    summary = delivery.summary
    progress = delivery.progress
  }

  /// One value, where its tile is known.
  func value(row: Int, column: Int) -> Float? {
    let place = home(of: TilePlace(row: row / MatrixTile.side, column: column / MatrixTile.side))
    guard let tile = tiles[place] else { return nil }
    let isMirrored = place.row != row / MatrixTile.side
    let (first, second) = isMirrored ? (column, row) : (row, column)
    return tile.similarities[first % MatrixTile.side, second % MatrixTile.side]
  }
}
