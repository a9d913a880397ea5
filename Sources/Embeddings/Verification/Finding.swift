extension Verification {
  /// Something that vectors turned out to be, beside those of a model.
  public enum Finding: Hashable, Sendable {
    /// They are stored in less than single precision.
    case format(NumberFormat)
    /// They have fewer components than the model gives; whether the model was trained for so many.
    case truncated(to: Int, of: Int, isOffered: Bool)
    /// They have more components than the model gives.
    case tooLong(Int, of: Int)
    /// Some have another number of components than the first.
    case ofSeveralLengths(count: Int)
    /// They were cut, and not brought to unit length again.
    case notNormalizedAgain
    /// So many are not of unit length.
    case notNormalized(count: Int, norms: ClosedRange<Double>)
    /// So many have components that are no finite numbers, or are all zero; the first of them, by row.
    case noVector(count: Int, first: Int)
    /// All texts, or all pictures, share one vector.
    case allTheSame(arePictures: Bool, count: Int)
    /// So many of the rows that were looked at were made in this way.
    case made(Hypothesis, count: Int)
    /// So many of the rows that were looked at are the vectors of other items; the first of them with its item, by row.
    case ofOtherItems(count: Int, row: Int, item: Int)
    /// The components stand in another order.
    case reordered
    /// Each component was multiplied by, or moved by, a number of its own.
    case rescaled
    /// Nothing explains so many rows; how far their similarities with each other agree with the model's, as a correlation.
    case unexplained(count: Int, arePictures: Bool, agreement: Double?)

    /// Whether vectors of which this was found, and nothing else, still are what the model gives.
    public var isHarmless: Bool {
      switch self {
      case .format(.float32), .format(.float16), .format(.bfloat16): true
      default: false
      }
    }
  }
}
