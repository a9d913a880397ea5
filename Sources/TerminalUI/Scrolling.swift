/// Which part of something long is visible.
public enum Scrolling {
  /// The first place shown, the nearest to `wanted` with which `place` is visible.
  ///
  /// - Parameters:
  ///   - wanted: the first place shown before.
  ///   - place: the place that must be visible; `nil` for none.
  ///   - count: how many places there are.
  ///   - capacity: how many fit.
  public static func first(from wanted: Int, showing place: Int?, of count: Int, fitting capacity: Int) -> Int {
    let last = max(0, count - capacity)
    let first = min(max(0, wanted), last)
    guard let place, capacity > 0 else { return first }
    return min(max(0, min(max(first, place - capacity + 1), place)), last)
  }
}
