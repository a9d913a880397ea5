import Corpus
import Embeddings

extension ExplorerState {
  /// The picture of the selected item, where it is one.
  var selectedPicture: ImageSource? {
    guard let item = selectedItem, case .image(let source) = items[item].content else { return nil }
    return source
  }

  /// The pictures of the items that the inspector shows.
  private var inspectedPictures: [ImageSource] {
    if layout.content(of: .inspector) == nil { return [] }
    guard let pair = crosshairPair else { return selectedPicture.map { [$0] } ?? [] }
    return [pair.row, pair.column].compactMap { item in
      if case .image(let source) = items[item].content { source } else { nil }
    }
  }

  /// The pictures on the screen, in the order they are read.
  private var shownPictures: [ImageSource] {
    // A path that is still being typed is none that there must be something at.
    let isAwaited = layout.content(of: .query) == nil || query.pending != nil
    return inspectedPictures + (isAwaited ? [] : [queryPicture].compactMap { $0 })
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
