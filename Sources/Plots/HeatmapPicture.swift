public import Display
internal import Imaging

/// A matrix as a PNG picture in which every value is a square of pixels, made row by row so that a large one is never in
/// memory as a whole.
///
/// ```swift
/// var picture = try HeatmapPicture(rows: 2, columns: 3)
/// for row in colors { try picture.append(row: row) }
/// let png = try picture.finish()
/// ```
public struct HeatmapPicture: ~Copyable {
  /// The picture would have more than `PixelCanvas.largestSide` pixels a side.
  public struct TooLarge: Error, Hashable {
    /// The rows of the matrix.
    public let rows: Int
    /// The columns of the matrix.
    public let columns: Int
  }

  /// Pixels of a square's side.
  private let side: Int
  private let columns: Int
  private var picture: PNGWriter

  /// Begins a picture of `rows` × `columns` values, neither of them 0.
  ///
  /// - Throws: `TooLarge`; `ImageError` where libpng fails.
  public init(rows: Int, columns: Int) throws {
    let largest = max(rows, columns)
    guard largest <= PixelCanvas.largestSide else { throw TooLarge(rows: rows, columns: columns) }
    let side = max(1, 800 / largest)
    self.init(side: side, columns: columns, picture: try PNGWriter(width: columns * side, height: rows * side))
  }

  private init(side: Int, columns: Int, picture: consuming PNGWriter) {
    self.side = side
    self.columns = columns
    self.picture = picture
  }

  /// Bytes of the file that have not been taken yet.
  public var byteCount: Int { picture.byteCount }

  /// Adds a row of colors; `nil`, a missing value, is gray.
  public mutating func append(row colors: [Color?]) throws {
    precondition(colors.count == columns, "\(colors.count) colors for \(columns) columns")
    var line: [UInt8] = []
    line.reserveCapacity(columns * side * 3)
    for color in colors {
      let channels = PixelCanvas.channels(of: color)
      for _ in 0..<side { line += channels }
    }
    for _ in 0..<side { try picture.append(row: line) }
  }

  /// Takes the bytes made so far, for output piece by piece.
  public mutating func takeBytes() -> [UInt8] { picture.takeBytes() }

  /// Ends the picture after its last row and takes the rest of its bytes.
  public mutating func finish() throws -> [UInt8] {
    try picture.finish()
    return picture.takeBytes()
  }
}
