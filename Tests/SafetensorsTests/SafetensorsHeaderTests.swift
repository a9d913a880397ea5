import Tensors
import TestSupport
import Testing

@testable import Safetensors

struct SafetensorsHeaderTests {
  /// A file of this header and as many data bytes.
  static func file(_ json: String, dataBytes: Int) -> [UInt8] {
    let header = Array(json.utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header
      + (0..<dataBytes).map { UInt8(truncatingIfNeeded: $0) }
  }

  private func header(_ bytes: [UInt8]) throws(SafetensorsError) -> SafetensorsHeader {
    try SafetensorsHeader(file: "x", byteCount: bytes.count) { Array(bytes[$0]) }
  }

  private func error(_ bytes: [UInt8]) -> SafetensorsError? {
    do throws(SafetensorsError) {
      _ = try header(bytes)
      return nil
    } catch { return error }
  }

  private func error(_ json: String, dataBytes: Int = 0) -> SafetensorsError? {
    error(Self.file(json, dataBytes: dataBytes))
  }

  @Test func entriesComeInTheOrderOfTheirBytesWithTheirMetadata() throws {
    let json = """
      {"b":{"dtype":"BF16","shape":[2,3],"data_offsets":[4,16]},"__metadata__":{"format":"pt"},\
      "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"empty":{"dtype":"I64","shape":[0,9],"data_offsets":[4,4]}}
      """
    let header = try header(Self.file(json + "   ", dataBytes: 16))
    let start = 8 + json.utf8.count + 3
    #expect(header.entries.map(\.name) == ["a", "empty", "b"])
    #expect(header.entries.map(\.shape) == [[], [0, 9], [2, 3]])
    #expect(header.entry("b")?.bytes == start + 4..<start + 16)
    #expect(header.entry("b")?.dtype == .bfloat16)
    #expect(header.entry("c") == nil)
    #expect(header.metadata == ["format": "pt"])
  }

  @Test func aFileWithoutTensorsIsOne() throws {
    #expect(try header(Self.file("{}", dataBytes: 0)).entries.isEmpty)
  }

  @Test(arguments: 0..<8) func aFileOfFewerThanEightBytesIsRefused(count: Int) {
    #expect(error([UInt8](repeating: 0, count: count)) == .tooSmall(file: "x", byteCount: count))
  }

  @Test func aHeaderThatIsTooLongOrLeavesTheFileIsRefused() {
    let huge = [UInt8](repeating: 0xFF, count: 8)
    #expect(error(huge + Array("{}".utf8)) == .headerTooLong(file: "x", length: .max))
    #expect(error([0x01, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]) == .headerTooLong(file: "x", length: 100_000_001))
    #expect(
      error([0x00, 0xE1, 0xF5, 0x05, 0, 0, 0, 0])
        == .headerBeyondFile(file: "x", length: 100_000_000, byteCount: 8))
    #expect(
      error([3, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)) == .headerBeyondFile(file: "x", length: 3, byteCount: 10))
  }

  @Test(arguments: ["", " ", "[]", "null", "\u{FEFF}{}"]) func aHeaderBeginsWithABrace(json: String) {
    #expect(error(json) == .headerStart(file: "x"))
  }

  @Test func aHeaderIsStrictJSON() throws {
    for json in ["{", "{}{}", #"{"a":1,"a":1}"#, "{\"\u{1}\":1}"] {
      guard case .headerNotJSON = error(json) else {
        Issue.record("\(json) was read")
        continue
      }
    }
  }

  @Test(arguments: [
    #"{"a":1}"#, #"{"a":{}}"#, #"{"a":{"dtype":"F32","shape":[1]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":1,"shape":[1],"data_offsets":[0,4]}}"#, #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}"#,
  ])
  func anEntryThatIsNotOfTheFormatIsRefused(json: String) {
    guard case .malformed(_, "a", _) = error(json, dataBytes: 4) else {
      Issue.record("\(json) gave \(String(describing: error(json, dataBytes: 4)))")
      return
    }
  }

  @Test func metadataIsTextOnly() {
    for json in [#"{"__metadata__":{"a":1}}"#, #"{"__metadata__":"a"}"#, #"{"__metadata__":{"a":{}}}"#] {
      #expect(error(json) == .malformed(file: "x", member: "__metadata__", expected: "an object of strings"))
    }
  }

  @Test func anUnknownTypeIsNamed() {
    let error = error(#"{"a":{"dtype":"I4","shape":[4],"data_offsets":[0,4]}}"#, dataBytes: 4)
    #expect(error == .unknownType(file: "x", tensor: "a", found: "I4"))
    #expect(error?.description.contains("BF16") == true)
  }

  @Test func aSpanMustFitItsShape() {
    #expect(
      error(#"{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,8]}}"#, dataBytes: 8)
        == .wrongSpan(file: "x", tensor: "a", dtype: .float32, shape: [2, 2], expected: 16, found: 8))
  }

  @Test(arguments: [
    "[9223372036854775807,2]", "[4294967296,4294967296]", "[9223372036854775807]", "[3037000500,3037000500,4]",
  ])
  func sizesThatOverflowAreRefused(shape: String) {
    guard case .shapeTooLarge = error(#"{"a":{"dtype":"F32","shape":\#(shape),"data_offsets":[0,4]}}"#, dataBytes: 4)
    else {
      Issue.record("\(shape) was read")
      return
    }
  }

  @Test func offsetsThatOverflowAreRefused() {
    let json = #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[9223372036854775803,9223372036854775807]}}"#
    #expect(error(json, dataBytes: 4) == .shapeTooLarge(file: "x", tensor: "a", shape: [4]))
  }

  @Test func overlapsGapsAndLeftoverBytesAreRefused() {
    func two(_ second: String) -> String {
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":\#(second)}}"#
    }
    #expect(error(two("[4,8]"), dataBytes: 8) == nil)
    #expect(error(two("[3,7]"), dataBytes: 8) == .misplaced(file: "x", tensor: "b", expected: 4, found: 3))
    #expect(error(two("[5,9]"), dataBytes: 9) == .misplaced(file: "x", tensor: "b", expected: 4, found: 5))
    #expect(error(two("[0,4]"), dataBytes: 4) != nil)
    let length = two("[4,8]").utf8.count + 8
    #expect(error(two("[4,8]"), dataBytes: 9) == .wrongSize(file: "x", expected: length + 8, found: length + 9))
    #expect(error(two("[4,8]"), dataBytes: 7) == .wrongSize(file: "x", expected: length + 8, found: length + 7))
    #expect(
      error(#"{"a":{"dtype":"U8","shape":[4],"data_offsets":[1,5]}}"#, dataBytes: 5)
        == .misplaced(file: "x", tensor: "a", expected: 0, found: 1))
  }

  @Test func namesThatUnicodeHoldsEqualAreTwoNames() throws {
    let entry = #":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"#
    let header = try header(Self.file("{\"\u{E9}\"\(entry),\"e\u{301}\"\(entry)}", dataBytes: 0))
    #expect(header.entries.count == 2)
    #expect(header.entry("\u{E9}")?.name.utf8.count == 2 && header.entry("e\u{301}")?.name.utf8.count == 3)
  }

  static let sample = file(
    #"{"__metadata__":{"a":"b"},"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"v":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]}}"#,
    dataBytes: 32)

  @Test func aFileCutShortAnywhereIsRefused() throws {
    _ = try header(Self.sample)
    for length in 0..<Self.sample.count { #expect(error(Array(Self.sample.prefix(length))) != nil) }
    #expect(error(Self.sample + [0]) != nil)
  }

  /// Source of the cases: what `safe_open` of the Python library 0.8.0 opens.
  @Test(arguments: [
    #"{"__metadata__":null,"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    " \n\t{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}\n\t \r",
    #"{"a":{"data_offsets":[0,8],"shape":[2],"dtype":"F32"}}"#,
    #"{"a":{"data_offsets":[0,8],"shape":[2],"dtype":"F32","x":[1]}}"#,
    #"{"\u0061":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"e":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"e":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
  ])
  func whatTheFormatsOwnLibraryOpensIsOpened(json: String) throws {
    #expect(try header(Self.file(json, dataBytes: 8)).entry("a")?.bytes.lowerBound == 8 + json.utf8.count)
  }

  @Test(arguments: [
    #"{"__metadata__":{"a":1}}"#, #"{"__metadata__":{"a":null}}"#, #"{"__metadata__":[]}"#,
    #"{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2e0],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[true],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,9]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":NaN}}"#,
    #"{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    #"{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}\0\0",
    #"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}"#,
    #"{"a":{"dtype":"I4","shape":[2],"data_offsets":[0,1]}}"#,
  ])
  func whatTheFormatsOwnLibraryRefusesIsRefused(json: String) { #expect(error(json, dataBytes: 8) != nil) }

  @Test(arguments: [
    ("F4", 16), ("F6_E2M3", 4), ("F6_E3M2", 8), ("F8_E5M2", 8), ("F8_E4M3", 8), ("F8_E8M0", 8), ("F8_E4M3FNUZ", 8),
    ("F8_E5M2FNUZ", 8), ("C64", 1), ("BOOL", 8), ("I16", 4), ("U64", 1),
  ])
  func everyElementTypeIsKnownByItsWidth(type: String, count: Int) throws {
    let byteCount = type == "F6_E2M3" ? 3 : type == "F6_E3M2" ? 6 : 8
    let json = #"{"a":{"dtype":"\#(type)","shape":[\#(count)],"data_offsets":[0,\#(byteCount)]}}"#
    let entry = try #require(try header(Self.file(json, dataBytes: byteCount)).entry("a"))
    #expect(entry.dtype.rawValue == type && entry.bytes.count == byteCount)
    #expect(error(json, dataBytes: byteCount + 1) != nil)
  }
}
