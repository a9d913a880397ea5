internal import Files

/// What a file is by its first bytes, whatever its name says; texts and tables have none.
enum FileSignature: Equatable {
  /// A picture that is decoded here: PNG or JPEG.
  case image
  /// A document of pages.
  case pdf
  /// An array of NumPy.
  case numpy
  /// Something that is not read, with what it is called and what to do with it.
  case other(String, remedy: String)

  /// The bytes that are looked at.
  static let length = 512

  /// The signature at the beginning of the file at `path`; `nil` where there is none, or where the path is no file.
  ///
  /// - Throws: `FileError`.
  init?(path: String) throws(FileError) {
    guard try FileStatus(path: path).kind == .file else { return nil }
    let file = try RandomAccessFile(path: path)
    self.init(try file.read(0..<min(file.byteCount, Self.length)))
  }

  /// The signature at the head of `bytes`.
  ///
  /// Source: the formats' own specifications, as in the `magic` database of file(1).
  init?(_ bytes: [UInt8]) {
    func begins(_ text: String, at offset: Int = 0) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    func begins(with head: [UInt8]) -> Bool { bytes.starts(with: head) }
    if begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) || begins(with: [0xFF, 0xD8, 0xFF]) {
      self = .image
    } else if begins("%PDF-") {
      self = .pdf
    } else if begins(with: [0x93]), begins("NUMPY", at: 1) {
      self = .numpy
    } else if let picture = Self.picture(begins, begins(with:)) {
      self = .other("\(picture) picture", remedy: "convert it to PNG or JPEG")
    } else if begins("PAR1") {
      self = .other("a Parquet table", remedy: "convert it to JSON Lines or CSV; docs/formats.md has a line for that")
    } else if let archive = Self.archive(begins, begins(with:)) {
      self = .other(archive, remedy: "unpack it first")
    } else if begins("SQLite format 3\0") {
      self = .other("an SQLite database", remedy: "export its rows as CSV or JSON Lines")
    } else if begins(with: [0xFF, 0xFE]) || begins(with: [0xFE, 0xFF]) {
      self = .other("a text in UTF-16", remedy: "save it as UTF-8")
    } else if begins(with: [0x7F]), begins("ELF", at: 1) {
      self = .other("a program", remedy: "leave it out")
    } else {
      return nil
    }
  }

  private static func picture(_ begins: (String, Int) -> Bool, _ beginsWith: ([UInt8]) -> Bool) -> String? {
    if begins("RIFF", 0), begins("WEBP", 8) { return "a WebP" }
    if begins("GIF87a", 0) || begins("GIF89a", 0) { return "a GIF" }
    if beginsWith([0x49, 0x49, 0x2A, 0x00]) || beginsWith([0x4D, 0x4D, 0x00, 0x2A]) { return "a TIFF" }
    if begins("ftypavif", 4) || begins("ftypavis", 4) { return "an AVIF" }
    if ["ftypheic", "ftypheix", "ftypmif1", "ftyphevc"].contains(where: { begins($0, 4) }) { return "a HEIF" }
    if beginsWith([0x00, 0x00, 0x00, 0x0C, 0x4A, 0x58, 0x4C, 0x20]) || beginsWith([0xFF, 0x0A]) { return "a JPEG XL" }
    return nil
  }

  private static func archive(_ begins: (String, Int) -> Bool, _ beginsWith: ([UInt8]) -> Bool) -> String? {
    if beginsWith([0x50, 0x4B, 0x03, 0x04]) { return "a ZIP archive (as .docx, .xlsx and .npz are)" }
    if beginsWith([0x1F, 0x8B]) { return "compressed with gzip" }
    if beginsWith([0x28, 0xB5, 0x2F, 0xFD]) { return "compressed with zstd" }
    if beginsWith([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return "compressed with xz" }
    if begins("BZh", 0), begins("1AY&SY", 4) { return "compressed with bzip2" }
    return nil
  }

  /// Whether the head of a file without an ending is that of a text: UTF-8 without control characters, as far as it goes.
  static func isText(_ head: [UInt8]) -> Bool {
    if head.isEmpty || head.contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) || $0 == 0x7F }) {
      return false
    }
    // The last character may be cut.
    return (0...min(3, head.count - 1)).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }
}
