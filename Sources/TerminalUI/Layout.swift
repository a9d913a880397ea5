/// How much of a rectangle a part of it takes.
public enum Extent: Hashable, Sendable {
  /// That many cells, as far as there is room.
  case fixed(Int)
  /// A share of what the fixed parts leave, in proportion to `weight`, but at least `minimum` as far as there is room.
  case flexible(weight: Int = 1, minimum: Int = 0)
}

extension Rect {
  /// Cuts the rectangle into rows of parts from top to bottom; one rectangle per extent, none beyond this one.
  ///
  /// With at least one flexible part the parts cover everything. What comes first gets room first.
  public func splitRows(_ extents: [Extent]) -> [Rect] {
    var row = origin.row
    return Layout.lengths(of: extents, total: size.rows).map { length in
      defer { row += length }
      return Rect(row: row, column: origin.column, columns: size.columns, rows: length)
    }
  }

  /// Cuts the rectangle into columns of parts from left to right; one rectangle per extent, none beyond this one.
  ///
  /// With at least one flexible part the parts cover everything. What comes first gets room first.
  public func splitColumns(_ extents: [Extent]) -> [Rect] {
    var column = origin.column
    return Layout.lengths(of: extents, total: size.columns).map { length in
      defer { column += length }
      return Rect(row: origin.row, column: column, columns: length, rows: size.rows)
    }
  }

  /// What both rectangles cover; empty where they do not meet.
  public func intersection(_ other: Rect) -> Rect {
    let row = max(origin.row, other.origin.row)
    let column = max(origin.column, other.origin.column)
    return Rect(
      row: row, column: column,
      columns: min(columns.upperBound, other.columns.upperBound) - column,
      rows: min(rows.upperBound, other.rows.upperBound) - row)
  }

  /// A rectangle of `size`, or as much of it as fits, in the middle of this one.
  public func centered(_ size: Size) -> Rect {
    let columns = min(size.columns, self.size.columns)
    let rows = min(size.rows, self.size.rows)
    return Rect(
      row: origin.row + (self.size.rows - rows) / 2, column: origin.column + (self.size.columns - columns) / 2,
      columns: columns, rows: rows)
  }

  /// The rectangle's line `index`, counted from its top; empty when it has fewer.
  public func line(_ index: Int) -> Rect {
    let isInside = index >= 0 && index < size.rows
    return Rect(
      row: origin.row + (isInside ? index : 0), column: origin.column, columns: size.columns, rows: isInside ? 1 : 0)
  }
}

/// The arithmetic of dividing cells among parts.
enum Layout {
  /// The length of each part; their sum is at most `total`, and exactly `total` when one of them is flexible.
  static func lengths(of extents: [Extent], total: Int) -> [Int] {
    var remaining = max(0, total)
    var lengths = [Int](repeating: 0, count: extents.count)
    for (index, extent) in extents.enumerated() {
      let wanted =
        switch extent {
        case .fixed(let length): length
        case .flexible(_, let minimum): minimum
        }
      lengths[index] = min(max(0, wanted), remaining)
      remaining -= lengths[index]
    }
    grow(&lengths, extents: extents, by: remaining)
    return lengths
  }

  /// Hands out what is left so that flexible parts approach their proportions without giving back their minimum.
  private static func grow(_ lengths: inout [Int], extents: [Extent], by remaining: Int) {
    let weights = extents.map { extent in
      if case .flexible(let weight, _) = extent { min(max(1, weight), 1 << 16) } else { 0 }
    }
    var open = weights.indices.filter { weights[$0] > 0 }
    guard !open.isEmpty else { return }
    // A part whose minimum is more than its share keeps the minimum and leaves the sharing.
    while true {
      let pool = remaining + open.reduce(0) { $0 + lengths[$1] }
      let sum = open.reduce(0) { $0 + weights[$1] }
      let above = open.filter { lengths[$0] * sum > pool * weights[$0] }
      if above.isEmpty || above.count == open.count {
        share(pool, among: open, weights: weights, sum: sum, lengths: &lengths)
        return
      }
      open.removeAll { above.contains($0) }
    }
  }

  private static func share(_ pool: Int, among open: [Int], weights: [Int], sum: Int, lengths: inout [Int]) {
    var given = 0
    var weight = 0
    for index in open {
      weight += weights[index]
      let upTo = pool * weight / sum
      lengths[index] = upTo - given
      given = upTo
    }
  }
}
