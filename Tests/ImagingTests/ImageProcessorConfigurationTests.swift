import StrictJSON
import Testing

@testable import Imaging

private func configuration(_ text: String) throws -> ImageProcessorConfiguration {
  try ImageProcessorConfiguration(try #require(try JSONValue(parsing: Array(text.utf8), .python).object))
}

@Test("Pixel limits come from min_pixels and max_pixels, else from size, else they are the reference's own")
func pixelLimitsAreLookedUpInOrder() throws {
  func limits(_ text: String) throws -> [Int] {
    let configuration = try configuration(text)
    return [configuration.minimumPixels, configuration.maximumPixels]
  }
  #expect(try limits("{}") == [3136, 1_003_520])
  #expect(ImageProcessorConfiguration().maximumPixels == 602_112)
  #expect(try limits(#"{"size": {"shortest_edge": 4000, "longest_edge": 5000}}"#) == [4000, 5000])
  #expect(
    try limits(#"{"min_pixels": 1000, "max_pixels": 2000, "size": {"shortest_edge": 4000, "longest_edge": 5000}}"#)
      == [1000, 2000])
  #expect(try limits(#"{"min_pixels": null, "max_pixels": 12845056}"#) == [3136, 12_845_056])
  #expect(try configuration(#"{"max_pixels": 12845056}"#).limited(toPixels: 784).minimumPixels == 784)
}

@Test("The slow processor is followed only where the file refuses the fast one")
func slowProcessorIsFollowedWhereAskedFor() throws {
  #expect(try configuration(#"{"image_processor_type": "Qwen2VLImageProcessor"}"#).reference == .torchvision)
  #expect(try configuration(#"{"use_fast": false}"#).reference == .pillow)
}

@Test(
  "A configuration that no picture can be prepared by is an error that names the field",
  arguments: [
    (#"{"patch_size": 0}"#, "patch_size"), (#"{"patch_size": 14.5}"#, "patch_size"),
    (#"{"merge_size": 1000000}"#, "merge_size"), (#"{"image_std": [0, 1, 1]}"#, "image_std"),
    (#"{"image_mean": [0, 1]}"#, "image_mean"), (#"{"rescale_factor": 0}"#, "rescale_factor"),
    (#"{"do_resize": false}"#, "do_resize"), (#"{"resample": 2}"#, "resample"),
    (#"{"min_pixels": 5000, "max_pixels": 4000}"#, "max_pixels"), (#"{"max_pixels": 700}"#, "max_pixels"),
    (#"{"max_pixels": 9000000000000000000}"#, "max_pixels"),
    (#"{"size": {"shortest_edge": 1, "longest_edge": -1}}"#, "size.longest_edge"),
    (#"{"size": 7}"#, "size"), (#"{"size": {"height": 224, "width": 224}}"#, "size.shortest_edge"),
    (#"{"size": {"shortest_edge": 3136}}"#, "size.longest_edge"),
    (#"{"size": {"longest_edge": 3136}, "max_pixels": 5000}"#, "size.shortest_edge"),
    (#"{"image_processor_type": "SiglipImageProcessor"}"#, "image_processor_type"),
    (#"{"image_processor_type": 3}"#, "image_processor_type"), (#"{"rescale_factor": NaN}"#, "rescale_factor"),
  ])
func configurationsAreChecked(text: String, field: String) {
  #expect {
    _ = try configuration(text)
  } throws: { error in
    guard case .invalidConfiguration(_, field, _, _)? = error as? ImageError else { return false }
    return true
  }
}
