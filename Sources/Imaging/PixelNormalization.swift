/// From 8-bit samples to the numbers the vision tower reads, one table of 256 values for each channel.
public struct PixelNormalization: Hashable, Sendable {
  /// The values of red, green and blue [3, 256].
  let table: [Float]

  /// (x · rescaleFactor − mean) / standardDeviation, with mean and deviation for each channel.
  ///
  /// - Parameter isFused: whether the mean and deviation are divided by the factor first, as the fast image processor
  ///   does, or the samples multiplied by it, as the slow one does; they differ in the last bit.
  ///
  /// Source: transformers 4.57.6, `image_processing_utils_fast.py` (`_fuse_mean_std_and_rescale_factor`) and
  /// `image_transforms.py` (`rescale`, `normalize`).
  public init(rescaleFactor: Double, mean: [Double], standardDeviation: [Double], isFused: Bool = true) {
    precondition(
      mean.count == 3 && standardDeviation.count == 3,
      "\(mean.count) means and \(standardDeviation.count) deviations for 3 channels")
    var table: [Float] = []
    for (mean, deviation) in zip(mean, standardDeviation) {
      for sample in 0..<256 {
        if isFused {
          let scale = Float(1 / rescaleFactor)
          table.append((Float(sample) - Float(mean) * scale) / (Float(deviation) * scale))
        } else {
          table.append((Float(Double(sample) * rescaleFactor) - Float(mean)) / Float(deviation))
        }
      }
    }
    self.table = table
  }

  /// The value of `sample` in `channel` (0 red, 1 green, 2 blue).
  public func value(_ sample: UInt8, channel: Int) -> Float { table[channel * 256 + Int(sample)] }
}
