import Embeddings
import Safetensors
import StrictJSON
import Tensors

/// The output of `embed` as tensors: `embeddings` [lines, dimensions], and, where there are multi-vectors, `values`
/// [tokens of all lines, components] with `offsets` [lines + 1] into its rows, because lines have different numbers of
/// tokens. The metadata says which model made them and, under `lines`, what each line is.
struct VectorArchive {
  private let dimensions: Int
  private let model: ModelDescription
  private var lines = JSONWriter()
  private var count = 0
  private var embeddings: [Float] = []
  private var components = 0
  private var values: [Float] = []
  private var offsets: [Int64] = [0]

  init(dimensions: Int, model: ModelDescription) {
    self.dimensions = dimensions
    self.model = model
  }

  /// Adds one line.
  mutating func append(_ line: VectorLine) {
    count += 1
    embeddings += line.vector.values
    lines.object { line.writeFacts(to: &$0) }
    lines.endLine()
    guard let multiVector = line.result.multiVector else { return }
    components = multiVector.dimensions
    values += multiVector.values
    offsets.append(Int64(values.count / components))
  }

  /// Writes the file.
  func write(to path: String) throws {
    var writer = SafetensorsWriter(metadata: [
      ("model", model.name), ("fingerprint", model.fingerprint ?? ""), ("dimensions", "\(dimensions)"),
      ("normalized", "true"), ("version", Jinascope.version),
      ("lines", String(decoding: lines.bytes, as: UTF8.self)),
    ])
    writer.add("embeddings", floats: embeddings, shape: [count, dimensions])
    if components > 0 {
      writer.add("values", floats: values, shape: [values.count / components, components])
      writer.add("offsets", integers: offsets, shape: [offsets.count])
    }
    try writer.write(to: path)
  }
}
