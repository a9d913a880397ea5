import ArgumentParser
import Embeddings
import Files
import StrictJSON

/// How `embed` writes vectors.
enum VectorFormat: String, ExpressibleByArgument, CaseIterable {
  /// A JSON object a line.
  case jsonl
  /// One float32 array of NumPy.
  case npy
  /// Tensors with metadata.
  case safetensors
}

/// Writes the lines of `embed` in one of its formats; what goes to a file is there in full or not at all.
struct VectorWriter: ~Copyable {
  private let format: VectorFormat
  private let path: String?
  private var file: AtomicFile?
  private var identifiers = JSONWriter()
  private var archive: VectorArchive

  /// Begins the output of `lineCount` lines of `dimensions` components.
  static func begin(
    format: VectorFormat, path: String?, lineCount: Int, dimensions: Int, model: ModelDescription
  ) throws -> VectorWriter {
    if path == nil, format != .jsonl { throw OutputError.needsFile(format: format.rawValue) }
    var file = try open(path, format: format)
    if format == .npy { try file?.write(numpyHeader(rows: lineCount, columns: dimensions)) }
    return VectorWriter(
      format: format, path: path, file: file, archive: VectorArchive(dimensions: dimensions, model: model))
  }

  private init(format: VectorFormat, path: String?, file: consuming AtomicFile?, archive: VectorArchive) {
    self.format = format
    self.path = path
    self.file = file
    self.archive = archive
  }

  /// The file that lines are written to as they come; the archive writes its own, at the end, because its header needs
  /// to know every tensor.
  private static func open(_ path: String?, format: VectorFormat) throws -> AtomicFile? {
    guard let path, format != .safetensors else { return nil }
    return try AtomicFile(replacing: path)
  }

  /// Writes one line.
  mutating func append(_ line: VectorLine) throws {
    switch format {
    case .jsonl:
      var writer = JSONWriter()
      try line.write(to: &writer)
      writer.endLine()
      if path == nil { try Destination.print(writer.bytes) } else { try file?.write(writer.bytes) }
    case .npy:
      try file?.write(littleEndianBytes(line.vector.values))
      identifiers.object { line.writeFacts(to: &$0) }
      identifiers.endLine()
    case .safetensors: archive.append(line)
    }
  }

  /// Ends the output and puts files in their place.
  mutating func finish() throws {
    if format == .npy, let path { try AtomicFile.write(identifiers.bytes, to: path + ".ids.jsonl") }
    if format == .safetensors, let path { try archive.write(to: path) }
    try file?.commit()
  }
}

/// The header of a NumPy file of float32 rows [rows, columns].
///
/// Source: NumPy's format specification, version 1.0; the data begins at a multiple of 64 bytes.
func numpyHeader(rows: Int, columns: Int) -> [UInt8] {
  var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
  let prefix = 10
  text += String(repeating: " ", count: (64 - (prefix + text.utf8.count + 1) % 64) % 64) + "\n"
  let length = UInt16(text.utf8.count)
  return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
}

/// The values as 32-bit floats, least significant byte first.
func littleEndianBytes(_ values: [Float]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(values.count * 4)
  for value in values {
    let bits = value.bitPattern
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
  }
  return bytes
}
