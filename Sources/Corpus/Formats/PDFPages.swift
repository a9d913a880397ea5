internal import Embeddings
internal import Files

/// How the pages of a PDF become items.
public enum PDFReading: String, Hashable, Sendable, CaseIterable {
  /// Each is a picture.
  case pictures
  /// Each is its text.
  case text
}

extension CorpusReader {
  /// The most pages of a document.
  private static let mostPages = 2_000
  /// The most bytes of all pictures of a document.
  private static let mostBytes = 1 << 30
  /// The longest that a document, or the picture of a page, may take, in seconds.
  private static let seconds = 60
  /// Dots per inch of a page: a page of A4 is 1240 pixels wide, and its smallest print can be read.
  private static let resolution = 150

  /// Reads the pages of a PDF: `file.pdf#1`, `file.pdf#2`, … They are made by two programs of poppler, which get nothing but
  /// the path.
  mutating func readPDF(_ path: String, _ place: CorpusItem.Place) throws(CorpusError) {
    let texts = try Self.texts(of: path)
    guard texts.count <= Self.mostPages else {
      throw .badDocument(path: path, reason: "has \(texts.count) pages, and \(Self.mostPages) are read; split it")
    }
    var left = Self.mostBytes
    var blank = 0
    for (index, text) in texts.enumerated() {
      try checkCount(at: place)
      let content: CorpusItem.Content
      switch options.pdf ?? (options.readsImages ? .pictures : .text) {
      case .pictures:
        let picture = try Self.picture(ofPage: index + 1, of: path, limit: min(left, ReadingLimit.picture))
        left -= picture.count
        content = .image(.bytes(picture))
      case .text:
        let words = text.drop { $0.isWhitespace }
        if words.isEmpty {
          blank += 1
          continue
        }
        content = .text(String(text))
      }
      result.items.append(CorpusItem(id: "\(path)#\(index + 1)", content: content, place: place))
    }
    if blank > 0 {
      result.remarks.append(
        "\(path): \(blank) of \(texts.count) pages have no text; --pdf pictures reads them as pictures")
    }
  }

  /// The text of each page.
  private static func texts(of path: String) throws(CorpusError) -> [String] {
    let bytes = try output(
      of: "pdftotext", ["-q", "-enc", "UTF-8", ExternalProgram.argument(path: path), "-"], path: path,
      limit: ReadingLimit.tokenizer)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .badDocument(path: path, reason: "has text that is not UTF-8")
    }
    // A form feed ends each page.
    var pages = text.unicodeScalars.split(separator: "\u{C}", omittingEmptySubsequences: false).map { String($0) }
    if pages.count > 1, pages.last?.isEmpty == true { pages.removeLast() }
    return pages
  }

  private static func picture(ofPage page: Int, of path: String, limit: Int) throws(CorpusError) -> [UInt8] {
    try output(
      of: "pdftoppm",
      ["-q", "-png", "-r", "\(resolution)", "-f", "\(page)", "-l", "\(page)", ExternalProgram.argument(path: path)],
      path: path, limit: limit)
  }

  private static func output(
    of name: String, _ arguments: [String], path: String, limit: Int
  ) throws(CorpusError) -> [UInt8] {
    guard let program = ExternalProgram(named: name) else {
      throw .badDocument(
        path: path, reason: "is a PDF, and \(name) is not installed: install poppler-utils (apt install poppler-utils)")
    }
    do { return try program.output(arguments, limit: limit, seconds: seconds) } catch {
      if case .cancelled = error { throw .file(.cancelled(path: path)) }
      throw .badDocument(path: path, reason: "cannot be read as a PDF: \(name) \(error)")
    }
  }
}
