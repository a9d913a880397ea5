import CImageCodecs

/// Antialiased bicubic resizing in integers, equal to a reference library bit for bit.
///
/// Two separable passes, each from 8 bits to 8 bits. The taps of both libraries are the same: Keys' kernel with a = −0.5,
/// stretched by the scale where the picture shrinks. They differ in how many bits the weights keep and in which pass is
/// first.
///
/// Source: PyTorch 2.13, `UpSampleKernel.cpp` (`_compute_index_ranges_int16_weights`, the same for contiguous and for
/// channels-last tensors), as torchvision's `resize(antialias=True)` calls it for `uint8`; Pillow 13.0.0, `Resample.c`.
public struct BicubicResampler: Hashable, Sendable {
  /// Whose rounding is followed.
  public enum Reference: Hashable, Sendable {
    /// torchvision: as many bits, for each axis, as let its largest weight fit in 16 bits. The fast image processor.
    case torchvision
    /// Pillow: always 22 bits. The slow image processor.
    case pillow
  }

  /// Whose rounding is followed.
  public let reference: Reference

  /// A resampler that follows `reference`.
  public init(_ reference: Reference) { self.reference = reference }

  /// `image` brought to `size`.
  ///
  /// Memory: a picture of the new width and the old height beside both pictures.
  public func resize(_ image: RGBImage, to size: PixelSize) -> RGBImage {
    precondition(size.width > 0 && size.height > 0, "no picture is resized to \(size)")
    let columns = ResampledAxis(from: image.width, to: size.width, reference: reference)
    let rows = ResampledAxis(from: image.height, to: size.height, reference: reference)
    let pixels =
      isColumnsFirst(image, size)
      ? rows.resampledRows(of: columns.resampledColumns(of: image.pixels, rows: image.height), width: size.width)
      : columns.resampledColumns(of: rows.resampledRows(of: image.pixels, width: image.width), rows: size.height)
    return RGBImage(width: size.width, height: size.height, pixels: pixels)
  }

  /// Whether the columns are resampled before the rows: always, but since version 13 Pillow begins with the rows where
  /// the height shrinks by more than twice as many pixels as the width.
  private func isColumnsFirst(_ image: RGBImage, _ size: PixelSize) -> Bool {
    let shrinkage = image.height - size.height
    return reference == .torchvision || shrinkage <= 0 || shrinkage <= (image.width - size.width) * 2
  }
}

/// The taps and fixed-point weights of one axis.
private struct ResampledAxis {
  let inputs: Int
  let outputs: Int
  var starts: [Int32] = []
  var lengths: [Int32] = []
  /// [outputs, stride]
  var weights: [Int32]
  let stride: Int
  let precision: Int

  init(from inputs: Int, to outputs: Int, reference: BicubicResampler.Reference) {
    self.inputs = inputs
    self.outputs = outputs
    let scale = Double(inputs) / Double(outputs)
    let support = 2 * max(scale, 1)
    let step = scale > 1 ? 1 / scale : 1
    stride = min(Int(support.rounded(.up)) * 2 + 1, inputs)
    var exact = [Double](repeating: 0, count: outputs * stride)
    for output in 0..<outputs {
      let center = scale * (Double(output) + 0.5)
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), inputs)
      var sum = 0.0
      for tap in 0..<(end - start) {
        let weight = Self.keys((Double(start + tap) - center + 0.5) * step)
        exact[output * stride + tap] = weight
        sum += weight
      }
      for tap in 0..<(end - start) { exact[output * stride + tap] /= sum }
      starts.append(Int32(start))
      lengths.append(Int32(end - start))
    }
    precision = reference == .pillow ? 22 : Self.sixteenBitPrecision(largest: exact.reduce(0, max))
    let one = Double(1 << precision)
    // Half away from zero, as both libraries round.
    weights = exact.map { Int32(($0 * one).rounded(.toNearestOrAwayFromZero)) }
  }

  /// Keys' cubic convolution kernel with a = −0.5.
  private static func keys(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * -0.5 }
    return 0
  }

  /// The most bits after the point, at most 22, with which `largest` still fits in 16 bits with sign.
  private static func sixteenBitPrecision(largest: Double) -> Int {
    var precision = 0
    while precision < 22, Int(0.5 + largest * Double(1 << (precision + 1))) < 1 << 15 { precision += 1 }
    return precision
  }

  /// [rows, outputs, 3] from `pixels` [rows, inputs, 3].
  func resampledColumns(of pixels: [UInt8], rows: Int) -> [UInt8] {
    if inputs == outputs { return pixels }
    var output = [UInt8](repeating: 0, count: rows * outputs * 3)
    // Safe: all arrays have the sizes the contract names, and the taps lie within the inputs.
    unsafe resample_columns(
      pixels, rows, inputs, outputs, starts, lengths, weights, stride, CInt(precision), &output)
    return output
  }

  /// [outputs, width, 3] from `pixels` [inputs, width, 3].
  func resampledRows(of pixels: [UInt8], width: Int) -> [UInt8] {
    if inputs == outputs { return pixels }
    var output = [UInt8](repeating: 0, count: outputs * width * 3)
    var sums = [Int32](repeating: 0, count: width * 3)
    // Safe: as above, and `sums` has one element for each sample of a row.
    unsafe resample_rows(pixels, width, outputs, starts, lengths, weights, stride, CInt(precision), &sums, &output)
    return output
  }
}
