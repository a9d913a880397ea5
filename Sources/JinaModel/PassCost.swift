import Embeddings
public import Imaging
public import Tensors

/// What a pass has at least to read and to compute.
public struct PassCost: Hashable, Sendable {
  /// Bytes of the weights, as they are packed.
  public var weightBytes = 0
  /// Operations of the products with weights, a multiplication and an addition being two.
  public var productOperations = 0.0
  /// Operations of attention, always on floats.
  public var attentionOperations = 0.0

  /// Nothing yet.
  public init() {}

  /// Seconds below which the pass cannot come: either all weights are read, or everything is computed.
  public func floor(_ ceilings: MachineCeilings, precision: Precision, weights: WeightFormat) -> Double {
    max(
      Double(weightBytes) / ceilings.bytesPerSecond,
      productOperations / ceilings.operations(precision, weights) + attentionOperations / ceilings.floatOperations)
  }

  fileprivate mutating func add(_ linears: [Linear], rows: Int, tasks: [(name: EmbeddingTask, rows: Int)]) {
    for linear in linears {
      add(linear.weight, rows: rows)
      for task in tasks {
        guard let adapter = linear.adapters[task.name] else { continue }
        add(adapter.down, rows: task.rows)
        add(adapter.up, rows: task.rows)
      }
    }
  }

  fileprivate mutating func add(_ weight: ProductWeight, rows: Int) {
    weightBytes += weight.packedByteCount
    productOperations += 2 * Double(rows) * Double(weight.outputs) * Double(weight.inputs)
  }

  /// Scores and sums over the keys that each query sees.
  fileprivate mutating func addAttention(_ heads: AttentionHeads, pairs: Double) {
    attentionOperations += 4 * pairs * Double(heads.queryHeads * heads.headDimension)
  }
}

extension JinaModel {
  /// What a pass over `count` texts of `tokens` tokens under the first `taskCount` tasks costs.
  public func cost(texts count: Int, tokens: Int, taskCount: Int) -> PassCost {
    var cost = PassCost()
    let texts = count * taskCount
    for layer in decoder.layers {
      cost.add(
        layer.linears, rows: texts * tokens, tasks: tasks.prefix(taskCount).map { (name: $0, rows: count * tokens) })
      cost.addAttention(layer.attention.heads, pairs: Double(texts) * Double(tokens) * Double(tokens + 1) / 2)
    }
    return cost
  }

  /// What the vision tower costs for a picture of these patches; `nil` where the checkpoint has none.
  public func cost(of grid: PatchGrid) -> PassCost? {
    guard let vision else { return nil }
    var cost = PassCost()
    cost.add(vision.patchEmbedding.weight, rows: grid.count)
    let partition = WindowPartition(grid.tokens, side: vision.configuration.windowCells)
    let windows = partition.windows.reduce(0.0) { sum, window in
      let patches = Double(window.count * grid.mergeSize * grid.mergeSize)
      return sum + patches * patches
    }
    for (index, block) in vision.blocks.enumerated() {
      let isWhole = vision.configuration.fullattBlockIndexes.contains(index)
      cost.add(block.linears, rows: grid.count, tasks: [])
      cost.addAttention(block.attention.heads, pairs: isWhole ? Double(grid.count) * Double(grid.count) : windows)
    }
    cost.add([vision.merger.first, vision.merger.second], rows: grid.tokens.count, tasks: [])
    return cost
  }
}
