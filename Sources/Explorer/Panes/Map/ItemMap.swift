import Embeddings

/// Which vectors are put on a plane.
struct MapQuestion: Hashable, Sendable {
  var task: EmbeddingTask
  var dimensions: Int
}

/// What the points of the map are told apart by.
enum MapColoring: String, Hashable, Sendable, CaseIterable {
  /// The score under the current adapter.
  case score
  /// The label.
  case label
}

/// The items on the plane in which their vectors differ most.
struct ItemMap: Sendable {
  /// The collection's index of each point, ascending.
  let items: [Int]
  /// Their places.
  let components: PrincipalComponents

  /// Puts the items of `table` on a plane.
  init(_ table: ItemTable, dimensions: Int) {
    items = table.items
    components = PrincipalComponents(table.vectors, dimensions: dimensions)
  }

  /// The point of an item of the collection.
  func point(of item: Int) -> Int? { items.sortedIndex(of: item) }

  /// The item nearest to `item` to the right (`right` 1), left (−1), above (`up` 1) or below (−1); `nil` where there is
  /// none.
  func neighbor(of item: Int, right: Int, up: Int) -> Int? {
    guard let start = point(of: item) else { return items.first }
    let (width, height) = (extent(components.x), extent(components.y))
    var nearest: (distance: Double, item: Int)?
    for point in items.indices where point != start {
      let across = (components.x[point] - components.x[start]) / width
      let upwards = (components.y[point] - components.y[start]) / height
      let along = across * Double(right) + upwards * Double(up)
      let aside = across * Double(up) + upwards * Double(right)
      // Within a quarter of the directions around the one that was asked for.
      guard along > 0, abs(aside) <= along else { continue }
      let distance = along * along + aside * aside
      if distance < nearest?.distance ?? .infinity { nearest = (distance, items[point]) }
    }
    return nearest?.item
  }

  private func extent(_ values: [Double]) -> Double {
    guard let least = values.min(), let greatest = values.max(), greatest > least else { return 1 }
    return greatest - least
  }
}
