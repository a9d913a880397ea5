internal import Display
public import Embeddings

/// One vector beside that of the model.
public struct VerifiedRow: Sendable {
  let id: String
  let cosine: Double?
  let best: Double?
  let explanation: Verification.Explanation?

  /// A row from its parts: the similarity as stated and the best of all ways that were tried.
  public init(id: String, cosine: Double?, best: Double?, explanation: Verification.Explanation?) {
    self.id = id
    self.cosine = cosine
    self.best = best
    self.explanation = explanation
  }
}

extension Table {
  /// Vectors beside those of the model, those that differ most first: `id`, the `cosine` similarity as stated, the
  /// `best_cosine` of all ways that were tried, and the `explanation`, where there is one.
  ///
  /// - Parameter name: what an item is called, by its row.
  public static func verification(_ rows: some Sequence<VerifiedRow>, name: (Int) -> String) -> Table {
    var table = Table([
      .text("id"), .number("cosine", decimals: 6), .number("best_cosine", decimals: 6), .text("explanation", width: 60),
    ])
    for row in rows {
      table.append([
        .text(row.id), Field(row.cosine), Field(row.best), .text(row.explanation.map { $0.words(name) } ?? ""),
      ])
    }
    return table
  }
}

extension Verification.Explanation {
  /// What it says, without a full stop.
  fileprivate func words(_ name: (Int) -> String) -> String {
    switch self {
    case .stated: "as stated"
    case .made(let hypothesis): hypothesis.words
    case .ofItem(let row): "the vector of \(name(row))"
    }
  }
}

extension Hypothesis {
  /// How a vector was made, without a full stop.
  public var words: String {
    var words = [task.name]
    switch role {
    case .query?: words.append("read as a query")
    case .passage?: words.append("read as a passage")
    case .unprompted?: words.append("read without a prompt")
    case nil: break
    }
    if let tokenLimit { words.append("cut at \(tokenLimit) tokens") }
    if let maximumPixels { words.append("at most \(maximumPixels) pixels") }
    if isWithoutPicture { words.append("only the prompt, without the picture") }
    return words.joined(separator: ", ")
  }
}

extension Verification.Finding {
  /// What was found, as a sentence.
  ///
  /// - Parameters:
  ///   - name: what an item is called, by its row.
  ///   - looked: how many rows were looked at for what explains them.
  public func sentence(name: (Int) -> String, looked: Int) -> String {
    switch self {
    case .format(.float32): "They are stored as float32."
    case .format(.float16): "They are stored as float16."
    case .format(.bfloat16): "They are stored as bfloat16."
    case .format(.int8): "They are stored as whole numbers of a byte (int8)."
    case .format(.binary): "They are stored as one bit per component."
    case .truncated(let dimensions, let full, let isOffered):
      "They have \(dimensions) of the model's \(full) components"
        + (isOffered ? "; --dimensions \(dimensions) states that." : ", a dimension that it was not trained for.")
    case .tooLong(let dimensions, let full):
      "They have \(dimensions) components, and the model gives \(full): they are another model's."
    case .ofSeveralLengths(let count): "\(count) of them have another number of components than the first."
    case .notNormalizedAgain: "They were truncated, and not scaled to unit length again."
    case .notNormalized(let count, let norms):
      "\(count) of them are not of unit length (\(NumberText.fixed(norms.lowerBound, decimals: 3)) to "
        + "\(NumberText.fixed(norms.upperBound, decimals: 3))): inner products are not cosines."
    case .noVector(let count, let first):
      "\(count) of them are no vectors: all zero, or with components that are no finite numbers; first that of \(name(first))."
    case .allTheSame(true, let count): "All \(count) pictures share one vector: they did not reach the model."
    case .allTheSame(false, let count): "All \(count) texts share one vector: they did not reach the model."
    case .made(let hypothesis, let count): "\(count) of \(looked) were made so: \(hypothesis.words)."
    case .ofOtherItems(let count, let row, let item):
      "\(count) of \(looked) are the vectors of other items, as if the rows had been shuffled: that of \(name(row)) is that of "
        + "\(name(item))."
    case .reordered: "The components stand in another order."
    case .rescaled: "Each component was scaled or moved by itself, as by centering, whitening or standardizing."
    case .unexplained(let count, let arePictures, let agreement):
      "Nothing that was tried explains \(count) of \(looked), \(arePictures ? "pictures" : "texts")"
        + (agreement.map { ": \(Self.words(ofAgreement: $0))." } ?? ".")
    }
  }

  private static func words(ofAgreement agreement: Double) -> String {
    let number = NumberText.fixed(agreement, decimals: 2)
    return agreement > 0.9
      ? "their similarities with each other follow the model's (correlation \(number)), so it is this model or one close "
        + "to it, prepared or computed otherwise"
      : "their similarities with each other do not follow the model's (correlation \(number)), so it is another model"
  }
}
