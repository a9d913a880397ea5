import ArgumentParser
import Embeddings
import Files
import StrictJSON
import Tensors

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
    if format == .npy { try file?.write(NumPyFile.header(rows: lineCount, columns: dimensions)) }
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
      try file?.write(NumPyFile.bytes(of: line.vector.values))
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
