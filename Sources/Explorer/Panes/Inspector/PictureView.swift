import Embeddings
import Imaging
import TerminalUI

/// What is said about a picture, and the picture itself below.
struct PictureView: View {
  /// What came of reading the picture; `nil` while it is being read.
  let entry: PictureCache.Entry?
  /// How the model read it; `nil` before it has been embedded.
  let reading: ImageReading?
  /// Why it cannot be embedded, where it cannot.
  var failure: String?
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    let facts = failure ?? Self.facts(entry, reading)
    let isFailed = if case .failure = entry { true } else { failure != nil }
    let lines = TextWidth.lines(of: facts, columns: rect.size.columns, limit: rect.size.rows)
    let parts = rect.splitRows([.fixed(lines.count), .flexible()])
    Label(facts, style: isFailed ? theme.failure : theme.faint, wraps: true).draw(on: &screen, in: parts[0])
    guard case .picture(let picture) = entry else { return }
    Bitmap(picture.thumbnail, depth: theme.depth).draw(on: &screen, in: parts[1])
  }

  /// One sentence of sizes: of the file, of what the model read, and of its tokens; or why there is no picture.
  static func facts(_ entry: PictureCache.Entry?, _ reading: ImageReading?) -> String {
    var facts: [String] = []
    switch entry {
    case .picture(let picture): facts.append("\(picture.size) pixels")
    case .failure(let sentence): return sentence
    case nil: facts.append("reading …")
    }
    if let reading {
      let size = PixelSize(width: reading.width, height: reading.height)
      facts.append("read as \(size)")
      facts.append("\(reading.grid.rows) rows × \(reading.grid.columns) = \(reading.grid.count) tokens")
    }
    return facts.joined(separator: " · ")
  }
}

extension Bitmap {
  /// A decoded picture.
  init(_ image: RGBImage, depth: ColorDepth) {
    self.init(width: image.width, height: image.height, pixels: image.pixels, depth: depth)
  }
}
