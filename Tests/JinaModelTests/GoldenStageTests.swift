import Embeddings
import Safetensors
import Tensors
import TestSupport
import Testing

@testable import JinaModel

@Suite struct GoldenStageTests {
  /// Every stage is compared, and the first that differs is named: what comes after it differs in its wake.
  @Test(arguments: ["tiny-published", "tiny-newer"])
  func everyStageOfATextEqualsTheReference(checkpoint: String) throws {
    let goldens = try Goldens(checkpoint)
    let file = try #require(goldens.stages)
    let model = try goldens.model()
    let ids = Set(file.header.entries.compactMap { $0.name.split(separator: "/").dropFirst().first.map(String.init) })
    #expect(ids.count >= 2)
    for task in model.tasks {
      for text in goldens.texts where ids.contains(text.id) {
        let prefix = "\(task)/\(text.id)/"
        var seen: Set<String> = []
        var firstDifference: String?
        let tap = ActivationTap { stage, values in
          let name = stage.description
          guard let golden = file.tensor(prefix + name), seen.insert(name).inserted else { return }
          // The reference's tables hold each pair's cosine and sine twice, in both halves.
          let isTable = stage == .rotaryCosine || stage == .rotarySine
          let columns = golden.shape.extents[1]
          let expected = golden.floats()
          let found = values.array
          var largest = golden.shape.extents[0] == values.rows ? 0 : Double.infinity
          for row in 0..<min(values.rows, golden.shape.extents[0]) {
            let width = isTable ? columns / 2 : columns
            guard width == values.columns else {
              largest = .infinity
              break
            }
            largest = max(
              largest,
              relativeError(
                found[row * width..<(row + 1) * width], expected[row * columns..<row * columns + width]))
          }
          if largest > 1e-5 && firstDifference == nil { firstDifference = "\(prefix)\(name) by \(largest)" }
        }
        _ = try model.forward(
          [MultimodalSequence(tokens: text.tokens(.query, task: task), tasks: [task], wantsMultiVector: true)],
          tap: tap)
        #expect(firstDifference == nil)
        let recorded = Set(
          file.header.entries.map(\.name).filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
        #expect(seen == recorded)
      }
    }
  }

  /// The largest difference of two rows in units of the largest magnitude of the expected one.
  private func relativeError(_ found: ArraySlice<Float>, _ expected: ArraySlice<Float>) -> Double {
    let magnitude = expected.map { abs($0) }.max() ?? 0
    let largest = zip(found, expected).map { abs(Double($0) - Double($1)) }.max() ?? 0
    return largest.isNaN ? .infinity : largest / max(Double(magnitude), 1e-6)
  }
}
