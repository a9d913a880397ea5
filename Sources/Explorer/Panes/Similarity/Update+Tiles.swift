import Embeddings

extension ExplorerState {
  /// Asks for the tiles of a large matrix: those on the screen first, then all of them.
  mutating func requestTiles() -> [Effect] {
    guard let arrangement = heatmap.arrangement, arrangement.isTiled else {
      if heatmap.tiles.question == nil { return [] }
      heatmap.tiles = TileStore()
      return [.cancel(.tiles), .cancel(.matrixPass)]
    }
    guard let content = layout.content(of: .similarity) else { return [] }
    var effects: [Effect] = []
    if heatmap.tiles.question != arrangement {
      let extent = heatmapExtent
      heatmap.tiles.begin(
        arrangement, rows: extent.rows, columns: extent.columns,
        isSymmetric: heatmap.rowItems == heatmap.columnItems)
      effects = [.cancel(.tiles), .cancel(.matrixPass)]
    }
    let missing = heatmap.tiles.claim(SimilarityPane(state: self).visibleTiles(in: content))
    // Starting anew ends what is under way, so that is part of it again.
    if !missing.isEmpty { effects.append(.computeTiles(arrangement, Array(heatmap.tiles.pending))) }
    if heatmap.tiles.progress == nil && !heatmap.tiles.isStopped && heatmap.tiles.pending.isEmpty {
      let extent = heatmapExtent
      heatmap.tiles.beginPass(
        pairs: MatrixPass.pairs(
          rows: extent.rows, columns: extent.columns, isSymmetric: heatmap.rowItems == heatmap.columnItems))
      effects.append(.computeMatrix(arrangement))
    }
    return effects
  }
}
