import Tensors

/// The SwiGLU feed-forward: down(SiLU(gate(x)) · up(x)).
struct GatedFeedForward: Sendable {
  /// The gate and the up projection.
  let gateAndUp: FusedLinear
  let down: Linear

  /// Gate, up and down.
  var linears: [Linear] { gateAndUp.parts + [down] }

  /// The layer under `scope`, from `hidden` components over `intermediate` back.
  init(_ scope: WeightScope, hidden: Int, intermediate: Int, bias: Bool) throws(JinaModelError) {
    gateAndUp = FusedLinear([
      try scope.linear("gate_proj", from: hidden, to: intermediate, bias: bias),
      try scope.linear("up_proj", from: hidden, to: intermediate, bias: bias),
    ])
    down = try scope.linear("down_proj", from: intermediate, to: hidden, bias: bias)
  }

  /// All rows of `output` become the outputs for the rows of `input`.
  ///
  /// The rows go through in blocks, as many as `memory` has room for: between the matrices they are several times as
  /// wide as anywhere else.
  ///
  /// - Throws: `CancellationError` before a block where the task is cancelled.
  func callAsFunction(
    _ input: borrowing Matrix, tasks: [TaskRows], into output: inout Matrix, memory: inout FeedForwardMemory,
    multiplier: inout MatrixMultiplier
  ) throws(CancellationError) {
    for start in stride(from: 0, to: input.rows, by: memory.product.rows) {
      if Task.isCancelled { throw CancellationError() }
      let rows = start..<min(start + memory.product.rows, input.rows)
      let block = 0..<rows.count
      gateAndUp(input, rows: rows, tasks: tasks, into: &memory.gateAndUp, rows: block, multiplier: &multiplier)
      memory.product.setSwiGLU(of: memory.gateAndUp, rows: block, parallel: multiplier.parallel)
      down(
        memory.product, rows: block, tasks: tasks.compactMap { $0.within(rows) }, into: &output, rows: rows,
        multiplier: &multiplier)
    }
  }
}

/// What a feed-forward needs for one block of rows.
struct FeedForwardMemory: ~Copyable {
  /// gate(x) and up(x) [rows of a block, 2 · intermediate].
  var gateAndUp: Matrix
  /// SiLU(gate(x)) · up(x) [rows of a block, intermediate].
  var product: Matrix

  /// Rows that go through a feed-forward at a time.
  private static let blockRows = 1024

  /// Memory for blocks of a batch of `rows` rows.
  init(rows: Int, intermediate: Int) {
    let blockRows = min(rows, Self.blockRows)
    gateAndUp = Matrix(rows: blockRows, columns: 2 * intermediate)
    product = Matrix(rows: blockRows, columns: intermediate)
  }
}
