internal import Files
internal import StrictJSON
public import Tensors

/// Writes a safetensors file, all at once or not at all: an existing file is replaced only when every byte of the new
/// one is on the disk.
///
/// ```swift
/// var writer = SafetensorsWriter(metadata: [("task", "retrieval")])
/// writer.add("embeddings", floats: values, shape: [texts, dimensions])
/// writer.add("offsets", integers: offsets, shape: [offsets.count])
/// try writer.write(to: "vectors.safetensors")
/// ```
public struct SafetensorsWriter: Sendable {
  private enum Contents: Sendable {
    case floats([Float])
    case integers([Int64])
    case stored(StoredTensor)
    case streamed(@Sendable (Int) -> [UInt8])
  }

  private struct Section: Sendable {
    let name: String
    let dtype: DType
    let shape: Shape
    let contents: Contents
    let byteCount: Int
  }

  private let metadata: [(name: String, text: String)]
  private var sections: [Section] = []

  /// A file without tensors yet; the names of `metadata` must be unique.
  public init(metadata: [(name: String, text: String)] = []) {
    precondition(Set(metadata.map(\.name)).count == metadata.count, "a name stands twice in the metadata")
    self.metadata = metadata
  }

  /// Adds a tensor of type F32; `shape` must have as many elements as `floats`.
  public mutating func add(_ name: String, floats: [Float], shape: Shape) {
    add(name, .float32, shape, .floats(floats), count: floats.count)
  }

  /// Adds a tensor of type I64; `shape` must have as many elements as `integers`.
  public mutating func add(_ name: String, integers: [Int64], shape: Shape) {
    add(name, .int64, shape, .integers(integers), count: integers.count)
  }

  /// Adds a tensor as it is stored.
  public mutating func add(_ name: String, _ tensor: StoredTensor) {
    add(name, tensor.dtype, tensor.shape, .stored(tensor), count: tensor.count)
  }

  /// Adds a tensor whose bytes are made while they are written: `source` is asked for the next so many, in order.
  public mutating func add(
    _ name: String, _ dtype: DType, shape: Shape, streaming source: @escaping @Sendable (_ byteCount: Int) -> [UInt8]
  ) {
    add(name, dtype, shape, .streamed(source), count: shape.elementCount ?? 0)
  }

  private mutating func add(_ name: String, _ dtype: DType, _ shape: Shape, _ contents: Contents, count: Int) {
    precondition(shape.elementCount == count, "\(count) elements are no tensor of shape \(shape)")
    precondition(
      name != "__metadata__" && !sections.contains { $0.name == name }, "\(name) cannot be the name of this tensor")
    sections.append(
      Section(name: name, dtype: dtype, shape: shape, contents: contents, byteCount: count * dtype.byteWidth))
  }

  /// Writes the file.
  ///
  /// - Parameters:
  ///   - isDurable: whether the disk is waited for.
  ///   - goesOn: asked before every few megabytes; where it says no, the file is given up.
  /// - Returns: whether the file was written; where it was given up, what was at the path is still there.
  /// - Throws: `SafetensorsError.file`; what was at the path is then still there.
  @discardableResult
  public func write(
    to path: String, isDurable: Bool = true, whileTrue goesOn: () -> Bool = { true }
  ) throws(SafetensorsError) -> Bool {
    // Wide elements first: so every tensor begins at a multiple of its elements' width.
    let ordered = sections.sorted { ($1.dtype.byteWidth, $0.name) < ($0.dtype.byteWidth, $1.name) }
    do {
      var file = try AtomicFile(replacing: path)
      try file.write(header(of: ordered))
      for section in ordered {
        switch section.contents {
        // Safe: numbers have no padding, and the arrays outlive the writing.
        case .floats(let values): try unsafe Self.write(values.span.bytes, to: &file, goesOn)
        case .integers(let values): try unsafe Self.write(values.span.bytes, to: &file, goesOn)
        case .stored(let tensor): try Self.write(tensor.bytes, to: &file, goesOn)
        case .streamed(let source): try Self.write(section, from: source, to: &file, goesOn)
        }
      }
      guard goesOn() else { return false }
      try file.commit(isDurable: isDurable)
      return true
    } catch { throw .file(error) }
  }

  private func header(of ordered: [Section]) -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      if !metadata.isEmpty {
        writer.member("__metadata__") { writer in
          writer.object { writer in for (name, text) in metadata { writer.member(name, text) } }
        }
      }
      var start = 0
      for section in ordered {
        writer.member(section.name) { writer in
          writer.object { writer in
            writer.member("dtype", section.dtype.rawValue)
            writer.member("shape") { $0.array { for extent in section.shape.extents { $0.value(extent) } } }
            writer.member("data_offsets") { writer in
              writer.array { writer in
                writer.value(start)
                writer.value(start + section.byteCount)
              }
            }
          }
        }
        start += section.byteCount
      }
    }
    var json = writer.bytes
    // The data begins at a multiple of eight, as the format recommends.
    json += repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: json.count >> (8 * $0)) } + json
  }

  private static func write(
    _ section: Section, from source: (Int) -> [UInt8], to file: inout AtomicFile, _ goesOn: () -> Bool
  ) throws(FileError) {
    let step = 1 << 22
    for start in stride(from: 0, to: section.byteCount, by: step) where goesOn() {
      let piece = source(min(step, section.byteCount - start))
      precondition(piece.count == min(step, section.byteCount - start), "\(section.name) was given too few bytes")
      try file.write(piece)
    }
  }

  /// Writes bytes piece by piece, so that no second copy of a large tensor is ever in memory.
  private static func write(
    _ bytes: RawSpan, to file: inout AtomicFile, _ goesOn: () -> Bool
  ) throws(FileError) {
    let step = 1 << 20
    for start in stride(from: 0, to: bytes.byteCount, by: step) where goesOn() {
      let piece = bytes.extracting(start..<min(start + step, bytes.byteCount))
      // Safe: the piece is copied while it is borrowed.
      try file.write(unsafe piece.withUnsafeBytes { unsafe Array($0) })
    }
  }
}
