import Tensors

/// The SwiGLU feed-forward: down(SiLU(gate(x)) · up(x)).
struct GatedFeedForward: Sendable {
  let gate: Linear
  let up: Linear
  let down: Linear

  /// The layer under `scope`, from `hidden` components over `intermediate` back.
  init(_ scope: WeightScope, hidden: Int, intermediate: Int, bias: Bool) throws(JinaModelError) {
    gate = try scope.linear("gate_proj", from: hidden, to: intermediate, bias: bias)
    up = try scope.linear("up_proj", from: hidden, to: intermediate, bias: bias)
    down = try scope.linear("down_proj", from: intermediate, to: hidden, bias: bias)
  }

  /// All rows of `output` become the outputs for the rows of `input`.
  ///
  /// The rows go through in blocks, as many as `memory` has room for: between the matrices they are several times as
  /// wide as anywhere else.
  func callAsFunction(
    _ input: borrowing Matrix, tasks: [TaskRows], into output: inout Matrix, memory: inout FeedForwardMemory,
    products: inout ProductMemory
  ) {
    for start in stride(from: 0, to: input.rows, by: memory.gate.rows) {
      let rows = start..<min(start + memory.gate.rows, input.rows)
      let block = 0..<rows.count
      gate(input, rows: rows, tasks: tasks, into: &memory.gate, rows: block, memory: &products)
      up(input, rows: rows, tasks: tasks, into: &memory.up, rows: block, memory: &products)
      memory.gate.applySwiGLU(with: memory.up, rows: block, parallel: products.multiplier.parallel)
      down(
        memory.gate, rows: block, tasks: tasks.compactMap { $0.within(rows) }, into: &output, rows: rows,
        memory: &products)
    }
  }
}

/// What a feed-forward needs for one block of rows, both [rows of a block, intermediate].
struct FeedForwardMemory: ~Copyable {
  var gate: Matrix
  var up: Matrix
}
