import CKernels
public import Threading

/// What this machine does at most, measured. No pass is faster than what it has to read, or to compute, at these rates.
public struct MachineCeilings: Sendable {
  /// Bytes that all threads together read from memory in a second.
  public let bytesPerSecond: Double
  /// Operations in a second on floats in registers, a multiplication and an addition being two.
  public let floatOperations: Double
  /// The same on pairs of BF16; `nil` if the processor has no instruction for them.
  public let pairOperations: Double?
  /// The same on bytes; `nil` if there are no kernels with such instructions.
  public let byteOperations: Double?

  /// Measures for about a second; if another program computes meanwhile, the figures are too small.
  public static func measure(parallel: ParallelFor) -> MachineCeilings {
    MachineCeilings(
      bytesPerSecond: bandwidth(parallel),
      floatOperations: operations(KERNEL_INPUT_FLOAT32, parallel) ?? 0,
      pairOperations: operations(KERNEL_INPUT_BFLOAT16, parallel),
      byteOperations: operations(KERNEL_INPUT_INT8, parallel))
  }

  /// The operations in a second for products of a weight packed to `format`, computed with `precision`.
  public func operations(_ precision: Precision, _ format: WeightFormat) -> Double {
    switch (format, precision) {
    case (.int8, _): byteOperations ?? floatOperations
    case (.stored, .fast): pairOperations ?? floatOperations
    case (.stored, .exact): floatOperations
    }
  }

  private static let rounds = 7

  /// The highest rate of several rounds: disturbances only make them slower.
  private static func best(_ work: Double, _ body: () -> Void) -> Double {
    (0..<rounds).map { _ in
      let start = ContinuousClock.now
      body()
      return work / ((ContinuousClock.now - start) / .seconds(1))
    }.max() ?? 0
  }

  private static func bandwidth(_ parallel: ParallelFor) -> Double {
    // Several times what the caches of most machines hold; a large server may share more among its guests.
    let (pieces, pieceBytes) = (128, 2 << 20)
    guard let memory = PanelMemory(panelBytes: pieceBytes, count: pieces) else { return 0 }
    // Safe: the pieces lie within the memory.
    unsafe memory.start.initializeMemory(as: UInt8.self, repeating: 1, count: pieces * pieceBytes)
    return [0, 1].map { (intoSecondCache: Int32) in
      best(Double(pieces * pieceBytes)) {
        parallel(pieces) { index, _ in
          unsafe _ = kernel_read_memory(memory.start + index * pieceBytes, pieceBytes, intoSecondCache)
        }
      }
    }.max() ?? 0
  }

  private static func operations(_ input: kernel_input, _ parallel: ParallelFor) -> Double? {
    let repetitions = 20_000
    let pieces = parallel.threads * 16
    let piece = kernel_multiply_registers(input, repetitions)
    guard piece > 0 else { return nil }
    return best(piece * Double(pieces)) {
      parallel(pieces) { _, _ in _ = kernel_multiply_registers(input, repetitions) }
    }
  }
}
