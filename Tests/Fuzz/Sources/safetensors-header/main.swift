import CFuzzer
import Safetensors

/// Reads a header. Its length is put before it, or no change would ever get past that; the first byte says how many
/// bytes of data follow, and whether the length is one too many.
private func check(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: start, count: count))
  guard let first = input.first else { return 0 }
  let length = UInt64(input.count - 1) + (first == 0xFF ? 1 : 0)
  let data = Int(first % 128)
  let bytes =
    (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + input.dropFirst()
    + [UInt8](repeating: 1, count: data)
  guard let header = try? SafetensorsHeader(file: "x", byteCount: bytes.count, read: { Array(bytes[$0]) }) else {
    return 0
  }
  var end = 8 + header.length
  for entry in header.entries {
    precondition(entry.bytes.lowerBound == end, "a tensor does not begin where one ends")
    precondition(header.entry(entry.name) == entry, "a name leads to another tensor")
    end = entry.bytes.upperBound
  }
  precondition(end == bytes.count, "the tensors do not end where the file does")
  return 0
}

_ = fuzz(CommandLine.argc, CommandLine.unsafeArgv, check)
