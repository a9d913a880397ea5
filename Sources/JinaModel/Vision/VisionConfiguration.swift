/// What `vision_config` of `config.json` says of the vision tower, checked. Names follow the file's.
public struct VisionConfiguration: Hashable, Sendable {
  /// Blocks of the tower.
  public let depth: Int
  /// Components of a patch's hidden state.
  public let hiddenSize: Int
  /// Components between the feed-forward's matrices.
  public let intermediateSize: Int
  /// Heads of a block.
  public let numHeads: Int
  /// Color channels.
  public let inChannels: Int
  /// Pixels along each side of a patch.
  public let patchSize: Int
  /// Frames of a patch.
  public let temporalPatchSize: Int
  /// Patches along each side of a merged cell.
  public let spatialMergeSize: Int
  /// Pixels along each side of a window.
  public let windowSize: Int
  /// The blocks whose patches attend to the whole image instead of their window.
  public let fullattBlockIndexes: [Int]
  /// What the file does not say, no tensor's shape tells, and was taken to be as published.
  let unstated: [String]

  /// Components of a head.
  public var headDimension: Int { hiddenSize / numHeads }

  /// Values of one patch.
  public var patchValues: Int { inChannels * temporalPatchSize * patchSize * patchSize }

  /// Merged cells along each side of a window.
  public var windowCells: Int { windowSize / spatialMergeSize / patchSize }

  /// - Parameter textHiddenSize: components of a token of the decoder, which the tower's tokens become.
  init(_ reader: ConfigurationReader, hiddenSize textHiddenSize: Int) throws(JinaModelError) {
    depth = try reader.integer("depth", in: 1...1024, default: 32)
    hiddenSize = try reader.integer("hidden_size", in: 4...65_536, default: 1280)
    intermediateSize = try reader.integer("intermediate_size", in: 1...1_048_576, default: 3420)
    numHeads = try reader.integer("num_heads", in: 1...1024, default: 16)
    let channels = reader.value("in_channels") == nil ? "in_chans" : "in_channels"
    inChannels = try reader.integer(channels, in: 3...3, default: 3)
    patchSize = try reader.integer("patch_size", in: 1...256, default: 14)
    temporalPatchSize = try reader.integer("temporal_patch_size", in: 1...8, default: 2)
    spatialMergeSize = try reader.integer("spatial_merge_size", in: 1...8, default: 2)
    windowSize = try reader.integer("window_size", in: 1...65_536, default: 112)
    _ = try reader.integer("out_hidden_size", in: textHiddenSize...textHiddenSize, default: textHiddenSize)
    try reader.require("hidden_act", oneOf: ["silu"])
    let blocks = try reader.integers("fullatt_block_indexes") ?? [7, 15, 23, 31].filter { [depth] in $0 < depth }
    guard blocks.allSatisfy({ [depth] in (0..<depth).contains($0) }) else {
      throw .configuration(
        file: reader.file, member: "fullatt_block_indexes", found: "\(blocks.prefix(20))",
        expected: "blocks below \(depth)")
    }
    fullattBlockIndexes = blocks
    unstated = reader.unstated([
      "num_heads \(numHeads)", "window_size \(windowSize)", "fullatt_block_indexes \(blocks)",
    ])
    // Half of a head turns by the row and half by the column, each in pairs.
    guard hiddenSize.isMultiple(of: 4 * numHeads) else {
      throw .configuration(
        file: reader.file, member: "num_heads", found: "\(numHeads)",
        expected: "a divisor of a quarter of the hidden size \(hiddenSize)")
    }
    guard windowSize >= spatialMergeSize * patchSize else {
      throw .configuration(
        file: reader.file, member: "window_size", found: "\(windowSize)",
        expected: "at least one cell of \(spatialMergeSize * patchSize) pixels")
    }
  }
}
