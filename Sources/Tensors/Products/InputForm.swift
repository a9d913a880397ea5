import CKernels

/// What a product reads of its input.
enum InputForm: Hashable, Sendable {
  case float32
  /// Rounded to BF16.
  case bfloat16
  /// Split into three terms of BF16, whose sum is the float.
  case bfloat16x3
  /// Rounded to 8 bits in blocks.
  case int8

  /// The kernels' name for it.
  var kernelInput: kernel_input {
    switch self {
    case .float32: KERNEL_INPUT_FLOAT32
    case .bfloat16, .bfloat16x3: KERNEL_INPUT_BFLOAT16
    case .int8: KERNEL_INPUT_INT8
    }
  }
}

extension ProductWeight {
  /// What a product with this weight reads of its input.
  func inputForm(_ precision: Precision) -> InputForm {
    if format == .int8 { return .int8 }
    if precision.roundsInput(for: stored.dtype) { return .bfloat16 }
    return stored.dtype == .bfloat16 && kernel_splits_floats() != 0 ? .bfloat16x3 : .float32
  }
}
