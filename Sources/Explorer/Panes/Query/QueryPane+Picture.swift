import Embeddings
import TerminalUI

extension QueryPane {
  /// Draws what is known of the picture that is the query, in place of a prompt.
  func drawPicture(path: String, on screen: inout Screen, in rect: Rect) {
    guard !path.isEmpty, let source = state.queryPicture, let key = state.query.key else {
      Label("the path of a PNG or JPEG file follows; ~ is your home", style: theme.faint, wraps: true)
        .draw(on: &screen, in: rect)
      return
    }
    PictureView(entry: state.pictures[source], reading: state.vectors.queryReadings[key], theme: theme)
      .draw(on: &screen, in: rect)
  }
}
