import TestSupport

@testable import Tensors

/// Pseudorandom values, the same in every run.
struct Values {
  private var generator: SplitMix

  init(seed: UInt64) { generator = SplitMix(state: seed) }

  /// The next value, evenly distributed in -1..<1.
  mutating func next() -> Float { generator.unit() * 2 - 1 }

  mutating func array(_ count: Int, scale: Float = 1) -> [Float] { (0..<count).map { _ in next() * scale } }

  mutating func matrix(_ rows: Int, _ columns: Int, scale: Float = 1) -> Matrix {
    Matrix(rows: rows, columns: columns, values: array(rows * columns, scale: scale))
  }
}

extension Matrix {
  /// Queries, keys and values of as many rows in one matrix.
  static func sideBySide(_ a: borrowing Matrix, _ b: borrowing Matrix, _ c: borrowing Matrix) -> Matrix {
    var values: [Float] = []
    for row in 0..<a.rows {
      values += a.array(rows: row..<row + 1)
      values += b.array(rows: row..<row + 1)
      values += c.array(rows: row..<row + 1)
    }
    return Matrix(rows: a.rows, columns: a.columns + b.columns + c.columns, values: values)
  }

  /// A matrix whose every element is NaN, so that what must not be read or written shows.
  static func poisoned(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns, values: [Float](repeating: .nan, count: rows * columns))
  }
}

/// The largest |a − b| / (|b| + 1) of two arrays of equal length; infinite where the lengths differ or a is NaN.
func largestError(_ found: [Float], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).map { found, expected in
    found.isNaN ? .infinity : abs(Double(found) - expected) / (abs(expected) + 1)
  }.max() ?? 0
}

/// Runs `body` with the kernels of every instruction set of this processor.
func onEveryInstructionSet(_ body: (String) -> Void) {
  let before = InstructionSet.current
  defer { _ = InstructionSet.use(before) }
  for name in InstructionSet.names where InstructionSet.use(name) { body(name) }
}

/// Whether every value is NaN.
func areNaN(_ values: [Float]) -> Bool { values.allSatisfy(\.isNaN) }

extension PanelMemory {
  /// Memory that a test cannot go without.
  static func made(panelBytes: Int, count: Int = 1) -> PanelMemory {
    guard let memory = PanelMemory(panelBytes: panelBytes, count: count) else { preconditionFailure("no memory") }
    return memory
  }
}
