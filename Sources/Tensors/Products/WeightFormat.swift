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
  /// As three parts of BF16 each, whose sum it is.
  case parts
  /// Rounded to 8 bits in blocks.
  case bytes
}

extension ProductWeight {
  /// What a product with this weight reads of its input.
  func inputForm(_ precision: Precision) -> InputForm {
    if format == .int8 { return .bytes }
    if precision.roundsInput(for: stored.dtype) { return .pairs }
    return stored.dtype == .bfloat16 && kernel_splits_floats() != 0 ? .parts : .floats
  }
}
