public import StrictJSON

/// How pictures are prepared for the vision tower: the content of a model's `preprocessor_config.json`.
public struct ImageProcessorConfiguration: Hashable, Sendable {
  /// Pixels along each side of a patch.
  public private(set) var patchSize = 14
  /// Patches along each side of a merged cell.
  public private(set) var mergeSize = 2
  /// Frames of a patch, all filled with the one picture.
  public private(set) var temporalPatchSize = 2
  /// The fewest pixels of a resized picture.
  public private(set) var minimumPixels = 56 * 56
  /// The most pixels of a resized picture.
  public private(set) var maximumPixels = 768 * 28 * 28
  /// What samples are multiplied by before they are normalized.
  public private(set) var rescaleFactor = 1 / 255.0
  /// The mean of red, green and blue.
  public private(set) var mean = [0.48145466, 0.4578275, 0.40821073]
  /// The standard deviation of red, green and blue.
  public private(set) var standardDeviation = [0.26862954, 0.26130258, 0.27577711]
  /// The library whose resizing is followed.
  public private(set) var reference = BicubicResampler.Reference.torchvision

  /// No resized picture may have more pixels, so that sizes stay far from overflow.
  public static let largestPixelBudget = 1 << 27

  /// The published model's values.
  public init() {}

  /// The most pixels where a file tells none.
  private static let unstatedMaximumPixels = 1280 * 28 * 28

  /// The values of a `preprocessor_config.json`; fields it does not have take the reference's.
  ///
  /// The pixel limits are `min_pixels` and `max_pixels`, or else `size.shortest_edge` and `size.longest_edge`, or else
  /// 3136 and 1,003,520, as in transformers 4.57.6. The slow image processor's arithmetic is used only where the file has `"use_fast": false`:
  /// the reference loads the fast one whatever class the file names.
  ///
  /// - Throws: `ImageError.invalidConfiguration` when a field has a value that no picture can be prepared by.
  public init(_ json: JSONObject, file: String = "preprocessor_config.json") throws(ImageError) {
    let fields = ConfigurationFields(json: json, file: file)
    try fields.require("image_processor_type", oneOf: Self.kinds)
    for field in ["do_resize", "do_rescale", "do_normalize", "do_convert_rgb"] {
      guard try fields.flag(field) ?? true else {
        throw .invalidConfiguration(file: file, field: field, expected: "true", found: "false")
      }
    }
    _ = try fields.integer("resample", in: 3...3)
    patchSize = try fields.integer("patch_size", in: 1...256) ?? patchSize
    mergeSize = try fields.integer("merge_size", in: 1...8) ?? mergeSize
    temporalPatchSize = try fields.integer("temporal_patch_size", in: 1...8) ?? temporalPatchSize
    let size = ConfigurationFields(json: try fields.object("size"), file: file, path: "size.")
    // As in the reference, a size has both limits; its sides would be another processor's.
    for (field, older) in [("shortest_edge", "min_pixels"), ("longest_edge", "max_pixels")]
    where size.json != nil && !fields.has(older) {
      try size.requirePresent(field)
    }
    let limits = 1...Self.largestPixelBudget
    let shortest = try size.integer("shortest_edge", in: limits) ?? minimumPixels
    let longest = try size.integer("longest_edge", in: limits) ?? Self.unstatedMaximumPixels
    minimumPixels = try fields.integer("min_pixels", in: limits) ?? shortest
    maximumPixels = try fields.integer("max_pixels", in: limits) ?? longest
    rescaleFactor = try fields.positive("rescale_factor") ?? rescaleFactor
    mean = try fields.channels("image_mean") ?? mean
    standardDeviation = try fields.channels("image_std") ?? standardDeviation
    if let smallest = standardDeviation.min(), smallest <= 0 {
      throw .invalidConfiguration(file: file, field: "image_std", expected: "positive numbers", found: "\(smallest)")
    }
    reference = try fields.flag("use_fast") == false ? .pillow : .torchvision
    try checkLimits(file: file)
  }

  /// The classes of image processors that compute as this one does.
  private static let kinds = [
    "Qwen2VLImageProcessor", "Qwen2VLImageProcessorFast", "Qwen2VLImageProcessorPil", "Qwen2_5_VLImageProcessor",
  ]

  /// The same with another pixel budget.
  ///
  /// - Throws: `ImageError.invalidConfiguration` when no picture fits in the budget.
  public func limited(toPixels maximumPixels: Int) throws(ImageError) -> ImageProcessorConfiguration {
    var limited = self
    limited.maximumPixels = maximumPixels
    limited.minimumPixels = min(minimumPixels, maximumPixels)
    try limited.checkLimits(file: "--max-pixels")
    return limited
  }

  /// Pixels along each side of a merged cell.
  public var cellSize: Int { patchSize * mergeSize }

  /// The size that a picture of `size` is brought to.
  ///
  /// - Parameter name: what the error calls the picture.
  /// - Throws: `ImageError.tooNarrow` when one side is more than 200 times the other.
  public func resizedSize(of size: PixelSize, name: String = "the picture") throws(ImageError) -> PixelSize {
    try SmartResize(factor: cellSize, minimumPixels: minimumPixels, maximumPixels: maximumPixels)
      .size(for: size, name: name)
  }

  /// `image` as the vision tower reads it: resized, normalized, cut into patches.
  ///
  /// - Throws: `ImageError.tooNarrow` when one side is more than 200 times the other.
  public func patches(of image: RGBImage) throws(ImageError) -> PixelPatches {
    let size = try resizedSize(of: PixelSize(width: image.width, height: image.height))
    return PixelPatches(
      cutting: BicubicResampler(reference).resize(image, to: size), patchSize: patchSize, mergeSize: mergeSize,
      temporalPatchSize: temporalPatchSize,
      normalization: PixelNormalization(
        rescaleFactor: rescaleFactor, mean: mean, standardDeviation: standardDeviation,
        isFused: reference == .torchvision))
  }

  private func checkLimits(file: String) throws(ImageError) {
    let smallest = max(minimumPixels, cellSize * cellSize)
    guard maximumPixels >= smallest, maximumPixels <= Self.largestPixelBudget else {
      throw .invalidConfiguration(
        file: file, field: "max_pixels", expected: "\(smallest)...\(Self.largestPixelBudget)", found: "\(maximumPixels)"
      )
    }
  }
}

/// Reads the fields of one object of the file; absent and `null` are the same.
private struct ConfigurationFields {
  let json: JSONObject?
  let file: String
  var path = ""

  private func value(_ name: String) -> JSONValue? {
    guard let value = json?[name], !value.isNull else { return nil }
    return value
  }

  private func read<Value>(
    _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(ImageError) -> Value? {
    guard let value = value(name) else { return nil }
    guard let converted = convert(value) else {
      throw .invalidConfiguration(file: file, field: path + name, expected: expected, found: value.shown)
    }
    return converted
  }

  func has(_ name: String) -> Bool { value(name) != nil }

  func requirePresent(_ name: String) throws(ImageError) {
    if !has(name) {
      throw .invalidConfiguration(file: file, field: path + name, expected: "a whole number", found: "nothing")
    }
  }

  /// Refuses any text but those of `accepted`; an absent field is fine.
  func require(_ name: String, oneOf accepted: [String]) throws(ImageError) {
    guard let value = value(name) else { return }
    guard let text = value.string, accepted.contains(text) else {
      throw .invalidConfiguration(
        file: file, field: path + name, expected: accepted.joined(separator: " or "),
        found: value.string.map { String($0.prefix(60)).debugDescription } ?? value.shown)
    }
  }

  func flag(_ name: String) throws(ImageError) -> Bool? {
    try read(name, "true or false") { $0.bool }
  }

  func object(_ name: String) throws(ImageError) -> JSONObject? {
    try read(name, "an object") { $0.object }
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ImageError) -> Int? {
    try read(name, range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)...\(range.upperBound)") {
      $0.integer.flatMap { range.contains($0) ? $0 : nil }
    }
  }

  func positive(_ name: String) throws(ImageError) -> Double? {
    try read(name, "a positive number") { $0.double.flatMap { $0 > 1e-9 && $0 < 1e9 ? $0 : nil } }
  }

  func channels(_ name: String) throws(ImageError) -> [Double]? {
    try read(name, "three numbers") { value in
      guard let elements = value.array, elements.count == 3 else { return nil }
      let numbers = elements.compactMap(\.double).filter { abs($0) < 1e9 }
      return numbers.count == 3 ? numbers : nil
    }
  }
}

extension JSONValue {
  /// The value as an error shows it: numbers and flags as they are, anything longer by its kind.
  fileprivate var shown: String {
    if let integer { return "\(integer)" }
    if let double { return "\(double)" }
    if let bool { return "\(bool)" }
    return kind
  }
}
