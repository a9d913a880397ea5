import Foundation

/// A length of time as people read it: `740 ms`, `2.1 s`.
func durationText(_ duration: Duration) -> String {
  let seconds = duration / .seconds(1)
  return seconds < 1 ? "\(Int((seconds * 1000).rounded())) ms" : String(format: "%.1f s", seconds)
}

/// A similarity as people read it: three decimals, and a place for the sign so that columns align.
func scoreText(_ score: Float) -> String {
  String(format: "% .3f", Double(score))
}
