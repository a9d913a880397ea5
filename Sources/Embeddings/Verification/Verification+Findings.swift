extension Verification {
  /// What was found, from all rows and, where something must be looked for, from those of `sample`.
  ///
  /// - Parameter offered: the dimensions that the model was trained for.
  public func findings(sample: [Int], offered: [Int]) -> [Finding] {
    let full = ours.first?.dimensions ?? 0
    var findings: [Finding] = []
    if format != .float32 { findings.append(.format(format)) }
    if dimensions > full {
      findings.append(.tooLong(dimensions, of: full))
    } else if dimensions < full {
      findings.append(.truncated(to: dimensions, of: full, isOffered: offered.contains(dimensions)))
    }
    let odd = theirs.count { $0.count != dimensions }
    if odd > 0 { findings.append(.ofSeveralLengths(count: odd)) }
    findings += lengthFindings
    for arePictures in [false, true] {
      if let count = sharing(arePictures) { findings.append(.allTheSame(arePictures: arePictures, count: count)) }
    }
    let explanations = explanations(of: sample)
    findings += madeFindings(explanations)
    let left = sample.filter { explanations[$0] == nil && cosines[$0] != nil }
    if left.isEmpty { return findings }
    if let components = componentFinding(left) { return findings + [components] }
    for arePictures in [false, true] {
      let rows = left.filter { self.arePictures[$0] == arePictures }
      if rows.isEmpty { continue }
      findings.append(.unexplained(count: rows.count, arePictures: arePictures, agreement: agreement(rows)))
    }
    return findings
  }

  /// What the lengths of the vectors tell.
  private var lengthFindings: [Finding] {
    let norms = theirs.map { SingleVector($0).norm }
    let none = theirs.indices.filter { !norms[$0].isFinite || norms[$0] == 0 }
    var findings: [Finding] = none.first.map { [.noVector(count: none.count, first: $0)] } ?? []
    let off = theirs.indices.filter {
      theirs[$0].count == dimensions && norms[$0].isFinite && norms[$0] > 0 && abs(norms[$0] - 1) > 2e-3
    }
    let lengths = off.map { norms[$0] }
    guard [.float32, .float16, .bfloat16].contains(format), let least = lengths.min(), let greatest = lengths.max()
    else {
      return findings
    }
    // What is left of a vector of unit length is as long as the model's own.
    let isLeftOver = off.allSatisfy { row in
      let own = SingleVector(Array(ours[row].values.prefix(dimensions))).norm
      return dimensions < ours[row].dimensions && abs(norms[row] - own) <= 5e-3
    }
    findings.append(isLeftOver ? .notNormalizedAgain : .notNormalized(count: off.count, norms: least...greatest))
    return findings
  }

  /// How many texts, or pictures, share one vector that the model does not give for all of them; `nil` where they do not.
  private func sharing(_ arePictures: Bool) -> Int? {
    let rows = theirs.indices.filter { self.arePictures[$0] == arePictures && theirs[$0].count == dimensions }
    guard rows.count > 1, let first = rows.first else { return nil }
    let shared = SingleVector(theirs[first])
    let areOurs = rows.allSatisfy { ours[$0].cosineSimilarity(to: ours[first]) > 0.9999 }
    return !areOurs && rows.allSatisfy { shared.cosineSimilarity(to: SingleVector(theirs[$0])) > 0.9999 }
      ? rows.count : nil
  }

  /// How the rows were made that can be explained.
  private func madeFindings(_ explanations: [Int: Explanation]) -> [Finding] {
    var counts: [(hypothesis: Hypothesis, count: Int)] = []
    var misplaced: [(row: Int, item: Int)] = []
    for row in explanations.keys.sorted() {
      switch explanations[row] {
      case .made(let hypothesis)?:
        if let place = counts.firstIndex(where: { $0.hypothesis == hypothesis }) {
          counts[place].count += 1
        } else {
          counts.append((hypothesis, 1))
        }
      case .ofItem(let item)?: misplaced.append((row, item))
      case .stated?, nil: break
      }
    }
    var findings = counts.sorted { $0.count > $1.count }.map { Finding.made($0.hypothesis, count: $0.count) }
    if let first = misplaced.first {
      findings.append(.ofOtherItems(count: misplaced.count, row: first.row, item: first.item))
    }
    return findings
  }
}
