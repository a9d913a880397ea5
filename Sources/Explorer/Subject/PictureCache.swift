import Embeddings
import Imaging

/// A picture as the screen needs it: a small copy, and the size of the original.
struct Picture: Hashable, Sendable {
  /// Pixels of the original.
  let size: PixelSize
  /// A copy that has a pixel for every half cell of any terminal.
  let thumbnail: RGBImage

  /// What the copy fits in: more half cells than a large terminal has.
  static let bounds = PixelSize(width: 320, height: 320)

  /// A picture, and its copy.
  init(_ image: RGBImage) {
    size = PixelSize(width: image.width, height: image.height)
    thumbnail = image.thumbnail(fitting: Self.bounds)
  }

  /// Reads the picture of `source` and decodes it.
  ///
  /// - Throws: `FileError`, `ImageError`.
  init(reading source: ImageSource, with decoder: ImageDecoder) throws {
    self.init(try decoder.decode(source))
  }
}

/// The pictures that were looked at last: each is decoded once and then drawn from memory.
struct PictureCache: Sendable {
  /// What came of reading a picture.
  enum Entry: Hashable, Sendable {
    /// It is there.
    case picture(Picture)
    /// It cannot be read; the sentence says why.
    case failure(String)

    /// Reads a picture.
    init(reading source: ImageSource, with decoder: ImageDecoder) {
      do { self = .picture(try Picture(reading: source, with: decoder)) } catch { self = .failure("\(error)") }
    }
  }

  /// How many are remembered, of at most 300 kB each.
  static let limit = 32

  /// Decodes pictures as the embedder decodes them.
  let decoder: ImageDecoder

  private var entries = BoundedCache<ImageSource, Entry>(limit: limit)

  init(decoder: ImageDecoder) { self.decoder = decoder }

  /// What is known of a picture; `nil` where it has not been read.
  subscript(source: ImageSource) -> Entry? { entries[source] }

  /// Keeps what came of reading a picture.
  mutating func insert(_ entry: Entry, for source: ImageSource) { entries.insert(entry, for: source) }

  /// Forgets the pictures that could not be read, so that they are tried again.
  mutating func forgetFailures() {
    entries.removeAll { _, entry in if case .failure = entry { true } else { false } }
  }
}
