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

  /// Columns of queries, keys and values side by side.
  public var projectedColumns: Int { (queryHeads + 2 * keyValueHeads) * headDimension }
}

extension Matrix {
  /// The rows of each segment's queries become their grouped-query attention over the segment's keys, with scores
  /// divided by √headDimension. Rows of no segment are left alone.
  ///
  /// The matrix is [rows, queryHeads · headDimension]; `projections` holds queries, keys and values side by side [rows,
  /// (queryHeads + 2 · keyValueHeads) · headDimension]. Takes no memory that grows with the segments: the softmax is
  /// streamed over blocks of keys.
  ///
  /// Long segments take seconds, so cancellation is checked on the way.
  ///
  /// - Throws: `CancellationError` if the task was cancelled; some rows are then left as they were.
  ///
  /// Source: Vaswani and others (2017), section 3.2; Ainslie and others, "GQA" (2023); Milakov and Gimelshein, "Online
  /// normalizer calculation for softmax" (2018).
  public mutating func setAttention(
    of projections: borrowing Matrix, heads: AttentionHeads, segments: [AttentionSegment],
    precision: Precision = .exact, parallel: ParallelFor
  ) throws(CancellationError) {
    let dimension = heads.headDimension
    precondition(
      projections.columns == heads.projectedColumns && columns == heads.queryHeads * dimension
        && dimension <= KERNEL_HEAD_DIMENSION,
      """
      \(heads) do not fit queries, keys and values [\(projections.rows), \(projections.columns)] and output [\(rows), \
      \(columns)], or are wider than \(KERNEL_HEAD_DIMENSION)
      """)
    for segment in segments {
      checkRows(segment.queries)
      projections.checkRows(segment.queries)
      projections.checkRows(segment.keys)
    }
    let blocks = segments.flatMap { $0.inBlocks(of: KERNEL_QUERY_BLOCK) }
    let mayRound: Int32 = precision == .fast ? 1 : 0
    let projections = MatrixRows(projections)
    let output = MatrixRows(self)
    let group = heads.queryHeads / heads.keyValueHeads
    let scale = Float(1 / Double(dimension).squareRoot())
    try parallel.cancellable(blocks.count * heads.queryHeads) { index, _ in
      let block = blocks[index / heads.queryHeads]
      let head = index % heads.queryHeads
      let key = (heads.queryHeads + head / group) * dimension
      let value = key + heads.keyValueHeads * dimension
      let visible = block.keys.count - (block.isCausal ? block.queries.count - 1 : 0)
      // Safe: all rows and columns were checked; no two calls write the same rows of the same head.
      unsafe kernel_attention(
        kernel_attention_head(
          queries: projections.kernelRows(block.queries.lowerBound, head * dimension),
          keys: projections.kernelRows(block.keys.lowerBound, key),
          values: projections.kernelRows(block.keys.lowerBound, value),
          output: output.kernelRows(block.queries.lowerBound, head * dimension), query_rows: block.queries.count,
          head_dimension: dimension, scale: scale, visible: visible, visible_step: block.isCausal ? 1 : 0,
          rounds_to_bfloat16: mayRound))
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
