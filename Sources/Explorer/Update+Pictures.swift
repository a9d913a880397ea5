import Corpus
import Embeddings

extension ExplorerState {
  /// The picture of the selected item, where it is one.
  var selectedPicture: ImageSource? {
    guard let item = selectedItem, case .image(let source) = items[item].content else { return nil }
    return source
  }

  /// The pictures on the screen, in the order they are read.
  private var shownPictures: [ImageSource] {
    [
      layout.content(of: .inspector) == nil ? nil : selectedPicture,
      // A path that is still being typed is none that there must be something at.
      layout.content(of: .query) == nil || query.pending != nil ? nil : queryPicture,
    ].compactMap { $0 }
  }

  /// Has the first picture read that is on the screen and not known yet.
  mutating func requestPicture() -> [Effect] {
    guard let source = shownPictures.first(where: { pictures[$0] == nil }) else {
      guard pictures.pending != nil else { return [] }
      pictures.pending = nil
      return [.cancel(.picture)]
    }
    if pictures.pending == source { return [] }
    pictures.pending = source
    return [.readPicture(source)]
  }
}
