import Corpus
import Embeddings
import Files
import Safetensors
import StrictJSON
import Tensors

extension ExplorerState {
  /// Writes the vectors of the listed items under the current adapter, at the present dimension, in the order of the
  /// list.
  ///
  /// - Throws: as `export`.
  func exportVectors(_ format: ExportFormat, to path: String, _ facts: ExportFacts, _ meter: ExportMeter) throws {
    let listed = subject.listedItems.filter { subject.vectors.item($0, under: subject.task) != nil }
    guard !listed.isEmpty else { throw ExportError.empty(.items) }
    let export = VectorExport(state: self, items: listed, facts: facts, meter: meter)
    switch format {
    case .npy: try export.writeNumPy(to: path)
    case .safetensors: try export.writeSafetensors(to: path)
    default: try export.writeLines(to: path)
    }
  }
}

/// Vectors of items as a file.
private struct VectorExport {
  let state: ExplorerState
  let items: [Int]
  let facts: ExportFacts
  let meter: ExportMeter

  /// Bytes that are written at a time.
  private static let pieceBytes = 1 << 20

  /// A JSON object a line.
  func writeLines(to path: String) throws {
    var file = try AtomicFile(replacing: path)
    var lines = JSONWriter()
    try forEachVector { item, vector in
      try write(item, vector, to: &lines)
      if lines.bytes.count >= Self.pieceBytes { try file.write(lines.takeBytes()) }
    }
    try file.write(lines.takeBytes())
    try meter.check()
    try file.commit()
  }

  /// One array [items, dimensions], with the items' names in a file beside it.
  func writeNumPy(to path: String) throws {
    var file = try AtomicFile(replacing: path)
    try file.write(NumPyFile.header(rows: items.count, columns: state.subject.dimensions))
    var names = JSONWriter()
    var values: [Float] = []
    try forEachVector { item, vector in
      try write(item, nil, to: &names)
      values += vector
      if values.count * 4 >= Self.pieceBytes {
        try file.write(NumPyFile.bytes(of: values))
        values = []
      }
    }
    try file.write(NumPyFile.bytes(of: values))
    try meter.check()
    try AtomicFile.write(names.bytes, to: path + ".ids.jsonl")
    try file.commit()
  }

  /// One tensor [items, dimensions], with the items' names in the metadata.
  func writeSafetensors(to path: String) throws {
    var names = JSONWriter()
    var values: [Float] = []
    try forEachVector { item, vector in
      try write(item, nil, to: &names)
      values += vector
    }
    var writer = SafetensorsWriter(
      metadata: facts.members + [("normalized", "true"), ("lines", String(decoding: names.bytes, as: UTF8.self))])
    writer.add("embeddings", floats: values, shape: [items.count, state.subject.dimensions])
    if try !writer.write(to: path, whileTrue: { !Task.isCancelled }) { throw CancellationError() }
  }

  private func forEachVector(_ body: (_ item: Int, _ vector: [Float]) throws -> Void) throws {
    for (number, item) in items.enumerated() {
      try meter.advance(to: number, of: items.count, "vectors")
      guard let vector = state.subject.vectors.item(item, under: state.subject.task) else { continue }
      try body(item, vector.truncated(to: state.subject.dimensions).values)
    }
  }

  private func write(_ item: Int, _ vector: [Float]?, to lines: inout JSONWriter) throws {
    try lines.object { writer in
      writer.member("id", state.subject.identifiers[item])
      if let label = state.subject.items[item].label { writer.member("label", label) }
      if let vector { try writer.member("embedding") { try $0.value(vector) } }
      facts.write(to: &writer)
    }
    lines.endLine()
  }
}
