extension Verification {
  /// Rows from which the components of two models can be told apart: with fewer, components agree by chance.
  private static let leastRows = 12
  /// The correlation over the rows from which two components are the same one.
  private static let alike = 0.99

  /// Whether the components of `rows` are the model's in another order or scale, in any of the ways that were tried.
  func componentFinding(_ rows: [Int]) -> Finding? {
    let stated = (rows: rows, vectors: rows.map { ours[$0] })
    let tried = others.map { _, vectors in
      let known = rows.filter { vectors[$0] != nil }
      return (rows: known, vectors: known.compactMap { vectors[$0] })
    }
    return ([stated] + tried).lazy.compactMap { componentFinding($0.rows, $0.vectors) }.first
  }

  private func componentFinding(_ rows: [Int], _ vectors: [SingleVector]) -> Finding? {
    guard !rows.isEmpty, dimensions <= vectors[0].dimensions else { return nil }
    guard rows.count >= Self.leastRows else { return haveSameNumbers(rows, vectors) ? .reordered : nil }
    let theirColumns = (0..<dimensions).map { column in standardized(rows.map { theirs[$0][column] }) }
    let ourColumns = (0..<vectors[0].dimensions).map { column in standardized(vectors.map { $0.values[column] }) }
    let inPlace = theirColumns.indices.count { correlation(theirColumns[$0], ourColumns[$0]) > Self.alike }
    if inPlace * 10 >= dimensions * 9 {
      return isRescaled(rows, vectors, theirColumns, ourColumns) ? .rescaled : nil
    }
    let table = VectorTable(ourColumns.map { SingleVector($0.map { Float($0) }) })
    let found = theirColumns.count { column in
      table.scores(of: SingleVector(column.map { Float($0) }), dimensions: rows.count).contains {
        $0 > Float(Self.alike)
      }
    }
    return found * 10 >= dimensions * 9 ? .reordered : nil
  }

  /// Whether the rows are the model's vectors once each component has been given a scale and an offset of its own.
  private func isRescaled(
    _ rows: [Int], _ vectors: [SingleVector], _ theirColumns: [[Double]], _ ourColumns: [[Double]]
  ) -> Bool {
    // What is left of a row is what its components cannot follow.
    var squares = [Double](repeating: 0, count: rows.count)
    for column in theirColumns.indices {
      let slope = correlation(theirColumns[column], ourColumns[column])
      let length = spread(rows.map { theirs[$0][column] })
      for place in rows.indices {
        let rest = (theirColumns[column][place] - slope * ourColumns[column][place]) * length
        squares[place] += rest * rest
      }
    }
    return rows.indices.allSatisfy { place in
      let norm = SingleVector(theirs[rows[place]]).norm
      let distance = 1 - (cosine(rows[place], vectors[place]) ?? 0)
      // The distance that a rest of this length leaves; rows may have been brought to unit length afterwards, each by
      // another factor.
      return squares[place] / (2 * norm * norm) <= max(tolerance, distance / 10)
    }
  }

  /// Whether each row has the numbers of the model's vector, wherever they stand.
  private func haveSameNumbers(_ rows: [Int], _ vectors: [SingleVector]) -> Bool {
    zip(rows, vectors).allSatisfy { row, vector in
      guard theirs[row].count == vector.dimensions else { return false }
      // Two vectors of many normally distributed components are nearly alike when sorted, so this must be exact.
      return zip(unitLength(theirs[row]).sorted(), vector.values.sorted()).allSatisfy { abs($0 - $1) <= 1e-5 }
    }
  }

  /// The correlation of the similarities that `rows` have with each other and that the model gives them; `nil` of too few.
  func agreement(_ rows: [Int]) -> Double? {
    guard rows.count >= 4 else { return nil }
    var (found, expected): ([Float], [Float]) = ([], [])
    for (place, row) in rows.enumerated() {
      let (own, wanted) = (SingleVector(theirs[row]), ours[row])
      for other in rows[..<place] {
        found.append(own.cosineSimilarity(to: SingleVector(theirs[other])))
        expected.append(wanted.cosineSimilarity(to: ours[other]))
      }
    }
    return correlation(standardized(found), standardized(expected))
  }

  /// The numbers with a mean of 0 and a length of 1; zeros where they are all the same.
  private func standardized(_ numbers: [Float]) -> [Double] {
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(max(1, numbers.count))
    let centered = numbers.map { Double($0) - mean }
    let length = spread(numbers)
    return length > 0 && length.isFinite ? centered.map { $0 / length } : centered.map { _ in 0 }
  }

  /// The length of the numbers after their mean was taken away.
  private func spread(_ numbers: [Float]) -> Double {
    let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(max(1, numbers.count))
    return numbers.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }.squareRoot()
  }

  private func correlation(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
