import CKernels
public import Threading

/// Which rows attend to which: a text of a ragged batch, a window of an image.
public struct AttentionSegment: Hashable, Sendable {
  /// The rows whose outputs are computed.
  public let queries: Range<Int>
  /// The rows they attend to.
  public let keys: Range<Int>
  /// Whether a query sees only the keys up to its own; the last query sees all keys, the one before all but the last.
  public let isCausal: Bool

  /// A segment of these rows; causal segments have at least as many keys as queries.
  public init(queries: Range<Int>, keys: Range<Int>, isCausal: Bool) {
    precondition(
      !keys.isEmpty && (!isCausal || queries.count <= keys.count),
      "\(queries.count) queries cannot attend to \(keys.count) keys")
    self.queries = queries
    self.keys = keys
    self.isCausal = isCausal
  }

  /// A segment whose rows attend to each other.
  public init(_ rows: Range<Int>, isCausal: Bool) { self.init(queries: rows, keys: rows, isCausal: isCausal) }
}

/// How the columns of queries, keys and values are divided into heads.
public struct AttentionHeads: Hashable, Sendable {
  /// Heads of the queries and of the output.
  public let queryHeads: Int
  /// Heads of keys and values; query head i uses head i / (queryHeads / keyValueHeads).
  public let keyValueHeads: Int
  /// Components of a head.
  public let headDimension: Int

  /// Heads of these numbers; `keyValueHeads` divides `queryHeads`.
  public init(queryHeads: Int, keyValueHeads: Int, headDimension: Int) {
    precondition(
      queryHeads > 0 && keyValueHeads > 0 && headDimension > 0 && queryHeads.isMultiple(of: keyValueHeads),
      "\(queryHeads) query heads cannot share \(keyValueHeads) key/value heads of \(headDimension)")
    self.queryHeads = queryHeads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
  }
}

extension Matrix {
  /// The rows of each segment's queries become their grouped-query attention over the segment's keys, with scores
  /// divided by √headDimension. Rows of no segment are left alone.
  ///
  /// The matrix and `queries` are [rows, queryHeads · headDimension], `keys` and `values` [rows, keyValueHeads ·
  /// headDimension]. Takes no memory that grows with the segments: the softmax is streamed over blocks of keys.
  ///
  /// Source: Vaswani and others (2017), section 3.2; Ainslie and others, "GQA" (2023); Milakov and Gimelshein, "Online
  /// normalizer calculation for softmax" (2018).
  public mutating func setAttention(
    queries: borrowing Matrix, keys: borrowing Matrix, values: borrowing Matrix, heads: AttentionHeads,
    segments: [AttentionSegment], parallel: ParallelFor
  ) {
    precondition(
      queries.columns == heads.queryHeads * heads.headDimension && columns == queries.columns
        && keys.columns == heads.keyValueHeads * heads.headDimension && values.columns == keys.columns,
      """
      \(heads) do not fit queries [\(queries.rows), \(queries.columns)], keys [\(keys.rows), \(keys.columns)], values \
      [\(values.rows), \(values.columns)] and output [\(rows), \(columns)]
      """)
    for segment in segments {
      checkRows(segment.queries)
      queries.checkRows(segment.queries)
      keys.checkRows(segment.keys)
      values.checkRows(segment.keys)
    }
    let blocks = segments.flatMap { $0.inBlocks(of: 32) }
    let queries = MatrixRows(queries)
    let keys = MatrixRows(keys)
    let values = MatrixRows(values)
    let output = MatrixRows(self)
    let group = heads.queryHeads / heads.keyValueHeads
    let dimension = heads.headDimension
    let scale = Float(1 / Double(dimension).squareRoot())
    parallel(blocks.count * heads.queryHeads) { index, _ in
      let block = blocks[index / heads.queryHeads]
      let head = index % heads.queryHeads
      let column = head / group * dimension
      let visible = block.keys.count - (block.isCausal ? block.queries.count - 1 : 0)
      // Safe: all rows and columns were checked; no two calls write the same rows of the same head.
      unsafe kernel_attention(
        queries.at(block.queries.lowerBound, head * dimension), queries.stride,
        keys.at(block.keys.lowerBound, column), keys.stride, values.at(block.keys.lowerBound, column), values.stride,
        output.at(block.queries.lowerBound, head * dimension), output.stride, block.queries.count, dimension, scale,
        visible, block.isCausal ? 1 : 0)
    }
  }
}

extension AttentionSegment {
  /// The segment as segments of at most `size` queries, each with the keys its queries see.
  func inBlocks(of size: Int) -> [AttentionSegment] {
    stride(from: queries.lowerBound, to: queries.upperBound, by: size).map { start in
      let end = min(start + size, queries.upperBound)
      let unseen = isCausal ? queries.upperBound - end : 0
      return AttentionSegment(
        queries: start..<end, keys: keys.lowerBound..<keys.upperBound - unseen, isCausal: isCausal)
    }
  }
}
