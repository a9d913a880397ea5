import Safetensors
import Tensors

@testable import JinaModel

/// Compares the stages of one pass with the recorded ones: what comes after the first that differs differs in its wake.
final class StageComparison {
  /// The first stage that differs, and by how much.
  private(set) var firstDifference: String?
  /// The stages that were compared.
  private(set) var seen: Set<String> = []
  private let file: SafetensorsFile
  private let prefix: String

  /// A comparison with the tensors of `file` whose names begin with `prefix`.
  init(_ file: SafetensorsFile, prefix: String) {
    self.file = file
    self.prefix = prefix
  }

  /// The stages that were recorded.
  var recorded: Set<String> {
    Set(file.header.entries.map(\.name).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
  }

  /// What is to be given to the pass.
  var tap: ActivationTap { ActivationTap { [self] stage, values in compare(stage, values) } }

  private func compare(_ stage: Stage, _ values: borrowing Matrix) {
    let name = stage.description
    guard let golden = file.tensor(prefix + name), seen.insert(name).inserted else { return }
    // The reference's tables hold each pair's cosine and sine twice, in both halves.
    let tables: [Stage] = [.rotaryCosine, .rotarySine, .visionRotaryCosine, .visionRotarySine]
    let columns = golden.shape.extents[1]
    let width = tables.contains(stage) ? columns / 2 : columns
    guard golden.shape.extents[0] == values.rows, width == values.columns else {
      firstDifference = firstDifference ?? "\(prefix)\(name) in its shape"
      return
    }
    let expected = golden.floats()
    let found = values.array
    for row in 0..<values.rows {
      let error = relativeError(
        found[row * width..<(row + 1) * width], expected[row * columns..<row * columns + width])
      // Measured in the products' single precision on random weights: 5.3e-6 to 8.4e-6, as the instruction set is.
      if error > 1e-5 && firstDifference == nil { firstDifference = "\(prefix)\(name) by \(error) in row \(row)" }
    }
  }

  /// The largest difference of two rows in units of the largest magnitude of the expected one.
  private func relativeError(_ found: ArraySlice<Float>, _ expected: ArraySlice<Float>) -> Double {
    let magnitude = expected.map { abs($0) }.max() ?? 0
    let largest = zip(found, expected).map { abs(Double($0) - Double($1)) }.max() ?? 0
    return largest.isNaN ? .infinity : largest / max(Double(magnitude), 1e-6)
  }
}
