/// The size a picture is brought to before it is cut into patches: both sides multiples of `factor`, their product
/// within the budget, the aspect ratio nearly kept.
///
/// Source: `smart_resize` of transformers 4.57.6, `image_processing_qwen2_vl.py`.
public struct SmartResize: Hashable, Sendable {
  /// What both sides become multiples of: patch size × merge size.
  public let factor: Int
  /// The fewest pixels of the result.
  public let minimumPixels: Int
  /// The most pixels of the result.
  public let maximumPixels: Int

  /// The rule for `minimumPixels` ... `maximumPixels`.
  public init(factor: Int, minimumPixels: Int, maximumPixels: Int) {
    precondition(
      factor > 0 && minimumPixels > 0 && maximumPixels > 0,
      "no picture has \(minimumPixels)...\(maximumPixels) pixels and sides that are multiples of \(factor)")
    self.factor = factor
    self.minimumPixels = minimumPixels
    self.maximumPixels = maximumPixels
  }

  /// The size that a picture of `size` is brought to.
  ///
  /// - Parameter name: what the error calls the picture.
  /// - Throws: `ImageError.tooNarrow` when one side is more than 200 times the other.
  public func size(for size: PixelSize, name: String = "the picture") throws(ImageError) -> PixelSize {
    let height = Double(size.height)
    let width = Double(size.width)
    guard max(height, width) / min(height, width) <= 200 else { throw .tooNarrow(name: name, size: size) }
    let step = Double(factor)
    var resizedHeight = (height / step).rounded(.toNearestOrEven) * step
    var resizedWidth = (width / step).rounded(.toNearestOrEven) * step
    if resizedHeight * resizedWidth > Double(maximumPixels) {
      let beta = (height * width / Double(maximumPixels)).squareRoot()
      resizedHeight = max(step, (height / beta / step).rounded(.down) * step)
      resizedWidth = max(step, (width / beta / step).rounded(.down) * step)
    } else if resizedHeight * resizedWidth < Double(minimumPixels) {
      let beta = (Double(minimumPixels) / (height * width)).squareRoot()
      resizedHeight = (height * beta / step).rounded(.up) * step
      resizedWidth = (width * beta / step).rounded(.up) * step
    }
    return PixelSize(width: Int(resizedWidth), height: Int(resizedHeight))
  }
}
