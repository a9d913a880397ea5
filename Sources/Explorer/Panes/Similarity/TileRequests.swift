import Embeddings

extension Slot {
  static let tiles = Slot("tiles")
  static let matrixPass = Slot("matrix pass")
}

extension ExplorerState {
  /// Asks for the tiles of a large matrix: those on the screen first, then all of them.
  mutating func requestTiles() -> [Effect] {
    guard let arrangement = similarity.arrangement, arrangement.isTiled else {
      if similarity.tiles.arrangement == nil { return [] }
      similarity.tiles = TileStore()
      return endTiles()
    }
    guard let capacity = screen.geometry[.similarity], let source = shownMatrix.source else { return [] }
    var effects: [Effect] = []
    if similarity.tiles.arrangement != arrangement {
      let extent = similarity.extent
      similarity.tiles.begin(
        arrangement, rows: extent.rows, columns: extent.columns, isSymmetric: source.isSymmetric)
      effects = endTiles()
    }
    let missing = similarity.tiles.claim(similarity.visibleTiles(capacity, depth: screen.colorDepth))
    if !missing.isEmpty {
      // Starting anew ends what is under way, so that is part of it again.
      let places = Array(similarity.tiles.pending)
      effects.append(
        .compute(
          Computation(.tiles, places) { _, deliver in
            let tiles = places.map { MatrixTile(source, at: $0) }
            deliver { $0.similarity.tiles.insert(tiles, for: arrangement) }
          }))
    }
    if similarity.tiles.progress == nil && work.stopped[.matrixPass] == nil && similarity.tiles.pending.isEmpty {
      effects.append(beginPass(arrangement, source))
    }
    return effects
  }

  /// Begins to compute all of a matrix.
  private mutating func beginPass(_ arrangement: MatrixArrangement, _ source: PairSource) -> Effect {
    let extent = similarity.extent
    similarity.tiles.beginPass(
      pairs: MatrixPass.pairs(rows: extent.rows, columns: extent.columns, isSymmetric: source.isSymmetric))
    work.begin(.matrixPass, .matrix(arrangement), reportsProgress: false)
    return .compute(
      Computation(.matrixPass, arrangement) { _, deliver in
        MatrixPass(source: source).run { delivery in
          deliver { state in
            guard state.work.running[.matrixPass] == .matrix(arrangement) else { return }
            state.similarity.tiles.take(delivery, for: arrangement)
            if state.similarity.tiles.isComplete { state.work.end(.matrixPass) }
          }
        }
      })
  }

  /// Ends the computation of tiles, which are of something else.
  mutating func endTiles() -> [Effect] {
    work.end(.matrixPass)
    work.resume(.matrixPass)
    return [.cancel(.tiles), .cancel(.matrixPass)]
  }
}
