internal import Embeddings
internal import Files
internal import Safetensors
internal import StrictJSON
internal import Tensors

/// How vectors are kept.
public enum VectorFormat: String, Hashable, Sendable, CaseIterable {
  /// A JSON object a line.
  case jsonl
  /// One float32 array of NumPy, with `FILE.ids.jsonl` beside it.
  case npy
  /// Tensors with metadata.
  case safetensors
}

/// Writes vectors one after the other; what goes to a file is there in full or not at all.
///
/// ```swift
/// var file = try VectorFile(.npy, path: "vectors.npy", count: records.count, dimensions: 128, facts)
/// for record in records { try file.append(record) }
/// try file.finish()
/// ```
public struct VectorFile: ~Copyable {
  private let format: VectorFormat
  private let path: String?
  private let facts: Facts
  /// Lines of JSON: the vectors themselves, or what identifies those of an array.
  private var lines = JSONWriter()
  private var file: AtomicFile?
  private var values: [Float] = []
  private var archive: VectorArchive
  private let dimensions: Int
  /// Vectors that are still to come.
  private var missing: Int
  private var count = 0

  /// Bytes that are written at a time.
  private static let pieceBytes = 1 << 20

  /// Begins a file of `count` vectors of `dimensions` components, or fewer.
  ///
  /// - Parameter path: where it goes; `nil`, for JSON Lines alone, leaves that to the caller: see ``takeBytes()``.
  /// - Throws: `FileError`.
  public init(_ format: VectorFormat, path: String?, count: Int, dimensions: Int, _ facts: Facts) throws {
    precondition(path != nil || format == .jsonl, "\(format.rawValue) is no text and needs a file")
    // The archive writes its own, at the end, because its header needs to know every tensor.
    var file: AtomicFile?
    if let path, format != .safetensors { file = try AtomicFile(replacing: path) }
    if format == .npy { try file?.write(NumPyFile.header(rows: count, columns: dimensions)) }
    self.init(format, path, facts, file, count: count, dimensions: dimensions)
  }

  private init(
    _ format: VectorFormat, _ path: String?, _ facts: Facts, _ file: consuming AtomicFile?, count: Int, dimensions: Int
  ) {
    self.format = format
    self.path = path
    self.facts = facts
    self.file = file
    archive = VectorArchive(dimensions: dimensions)
    missing = count
    self.dimensions = dimensions
  }

  /// Writes a vector.
  ///
  /// - Throws: `FileError`; `JSONError` where a component is not finite.
  public mutating func append(_ record: VectorRecord) throws {
    try record.writeLine(to: &lines, hasVectors: format == .jsonl, facts)
    count += 1
    missing -= 1
    switch format {
    case .jsonl where lines.bytes.count >= Self.pieceBytes: try file?.write(lines.takeBytes())
    case .jsonl: break
    case .npy:
      values += record.vector.values
      if values.count * 4 >= Self.pieceBytes { try writeValues() }
    case .safetensors: archive.append(record)
    }
  }

  /// Takes the lines that go to no file.
  public mutating func takeBytes() -> [UInt8] { path == nil ? lines.takeBytes() : [] }

  /// Ends the output and puts files in their place.
  ///
  /// - Parameter check: called before anything is put there; what it throws gives the files up.
  /// - Throws: `FileError`, `SafetensorsError`; `CancellationError` where the task is cancelled.
  public mutating func finish(check: () throws -> Void = {}) throws {
    guard let path else { return }
    switch format {
    case .jsonl: try file?.write(lines.takeBytes())
    case .npy:
      try writeValues()
      if missing != 0 { try file?.replaceBeginning(with: NumPyFile.header(rows: count, columns: dimensions)) }
    case .safetensors:
      try check()
      guard try archive.write(to: path, facts, lines: lines.bytes) else { throw CancellationError() }
    }
    try check()
    if format == .npy { try AtomicFile.write(lines.bytes, to: path + ".ids.jsonl") }
    try file?.commit()
  }

  private mutating func writeValues() throws {
    try file?.write(FloatBytes.bytes(of: values))
    values = []
  }
}

/// Vectors as tensors: `embeddings` [lines, dimensions], and, where there are multi-vectors, `values` [tokens of all lines,
/// components] with `offsets` [lines + 1] into its rows, because lines have different numbers of tokens.
private struct VectorArchive {
  private let dimensions: Int
  private var count = 0
  private var embeddings: [Float] = []
  private var components = 0
  private var values: [Float] = []
  private var offsets: [Int64] = [0]

  init(dimensions: Int) { self.dimensions = dimensions }

  mutating func append(_ record: VectorRecord) {
    count += 1
    embeddings += record.vector.values
    guard let multiVector = record.multiVector else { return }
    components = multiVector.dimensions
    values += multiVector.values
    offsets.append(Int64(values.count / components))
  }

  /// Writes the file with what made it, and under `lines` what each row is; tells whether it was written to its end.
  func write(to path: String, _ facts: Facts, lines: [UInt8]) throws -> Bool {
    let own: [(name: String, text: String)] = [
      ("dimensions", "\(dimensions)"), ("normalized", "true"), ("lines", String(decoding: lines, as: UTF8.self)),
    ]
    let metadata = facts.without(Set(own.map(\.name))).members.map { (name: $0.name, text: $0.value.text) }
    var writer = SafetensorsWriter(metadata: metadata + own)
    writer.add("embeddings", floats: embeddings, shape: [count, dimensions])
    if components > 0 {
      writer.add("values", floats: values, shape: [values.count / components, components])
      writer.add("offsets", integers: offsets, shape: [offsets.count])
    }
    return try writer.write(to: path, whileTrue: { !Task.isCancelled })
  }
}
