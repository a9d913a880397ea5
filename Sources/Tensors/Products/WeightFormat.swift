/// How weights lie in memory once they are packed.
public enum WeightFormat: String, Sendable, CaseIterable {
  /// With their elements as they are stored.
  case stored
  /// Rounded to 8 bits in blocks of 128 elements with a scale each, half the memory of BF16. Inputs are rounded the
  /// same way for the product, whatever the precision.
  case int8
}
