import CKernels

/// How weights lie in memory once they are packed.
public enum WeightFormat: String, Sendable, CaseIterable {
  /// With their elements as they are stored.
  case stored
  /// Rounded to 8 bits in blocks of 128 elements with a scale each, half the memory of BF16; inputs are rounded the same
  /// way for the product, whatever the precision.
  case int8
}

/// What a product reads of its input.
enum InputForm: Hashable, Sendable {
  case floats
  /// Rounded to BF16.
  case pairs
  /// Rounded to 8 bits in blocks.
  case bytes
}

extension ProductWeight {
  /// What products with this weight read of their input.
  func inputForm(_ precision: Precision) -> InputForm {
    switch format {
    case .int8: .bytes
    case .stored: precision.roundsInput(for: stored.dtype) ? .pairs : .floats
    }
  }
}
