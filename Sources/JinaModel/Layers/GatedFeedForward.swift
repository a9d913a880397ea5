import Tensors

/// The SwiGLU feed-forward: down(SiLU(gate(x)) · up(x)).
struct GatedFeedForward: Sendable {
  let gate: Linear
  let up: Linear
  let down: Linear

  /// Gate, up and down.
  var linears: [Linear] { [gate, up, down] }

  /// The layer under `scope`, from `hidden` components over `intermediate` back.
  init(_ scope: WeightScope, hidden: Int, intermediate: Int, bias: Bool) throws(JinaModelError) {
    let both = try scope.linears([("gate_proj", intermediate), ("up_proj", intermediate)], from: hidden, bias: bias)
    (gate, up) = (both[0], both[1])
    down = try scope.linear("down_proj", from: intermediate, to: hidden, bias: bias)
  }

  /// All rows of `output` become the outputs for the rows of `input`.
  ///
  /// - Throws: `CancellationError` before a block of rows where the task is cancelled.
  func callAsFunction(
    _ input: borrowing Matrix, tasks: [TaskRows], into output: inout Matrix, multiplier: inout MatrixMultiplier
  ) throws(CancellationError) {
    let updates = [gate, up].updates(of: tasks)
    let downUpdates = [down].updates(of: tasks)
    for start in stride(from: 0, to: input.rows, by: MatrixMultiplier.feedForwardRows) {
      if Task.isCancelled { throw CancellationError() }
      let rows = start..<min(start + MatrixMultiplier.feedForwardRows, input.rows)
      multiplier.multiplyGated(
        input, rows: rows, by: [gate.fusedWeight, up.fusedWeight], updates: updates, then: down.fusedWeight,
        updates: downUpdates, into: &output, rows: rows)
    }
  }
}
