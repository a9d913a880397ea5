import Embeddings
import TerminalUI

extension QueryView {
  /// Draws what is known of the picture that is the query, in place of a prompt.
  func drawPicture(path: String, on screen: inout Screen, in rect: Rect) {
    guard !path.isEmpty, let source = subject.queryPicture, let key = subject.query else {
      Label("the path of a PNG or JPEG file follows; ~ is your home", style: theme.faint, wraps: true)
        .draw(on: &screen, in: rect)
      return
    }
    PictureView(entry: subject.pictures[source], reading: subject.vectors.reading(of: key), theme: theme)
      .draw(on: &screen, in: rect)
  }
}
