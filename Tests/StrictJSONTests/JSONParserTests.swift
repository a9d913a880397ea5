import Testing

@testable import StrictJSON

struct JSONParserTests {
  private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: text.utf8) }

  private func reason(_ bytes: some Collection<UInt8>) -> JSONError.Reason? {
    do throws(JSONError) {
      _ = try JSONValue(parsing: bytes)
      return nil
    } catch { return error.reason }
  }

  @Test func aDocumentOfEveryKindIsReadInItsOrder() throws {
    let document = try parse(#" {"b" : [1, -2.5e1, true, false, null], "a":{"x":"y"}, "":"" } "#)
    let object = try #require(document.object)
    #expect(object.members.map(\.name) == ["b", "a", ""])
    let elements = try #require(object["b"]?.array)
    #expect(elements.count == 5)
    #expect(elements[0].integer == 1)
    #expect(elements[1].integer == nil)
    #expect(elements[1].double == -25)
    #expect(elements[2].bool == true)
    #expect(elements[3].bool == false)
    #expect(elements[4].isNull)
    #expect(object["a"]?.object?["x"]?.string == "y")
    #expect(object[""]?.string == "")
    #expect(object["c"] == nil)
  }

  @Test(arguments: [
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
    (#""\ud83d\uDE00!""#, "\u{1F600}!"), (#""\u0000""#, "\u{0}"), (#""e\u0301""#, "e\u{301}"),
    ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"),
    (#""\uFFFF\uFEFF""#, "\u{FFFF}\u{FEFF}"),
  ])
  func stringsKeepTheirExactScalars(text: String, expected: String) throws {
    let value = try #require(try parse(text).string)
    #expect(value.unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(arguments: [("0", 0), ("-0", 0), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min)])
  func wholeNumbersAreIntegers(text: String, expected: Int) throws {
    #expect(try parse(text).integer == expected)
  }

  @Test(arguments: [
    ("1e3", 1000.0), ("0.1", 0.1), ("-1.5E-2", -0.015), ("9223372036854775808", 9223372036854775808.0),
    ("1E+2", 100.0), ("5e-324", Double.leastNonzeroMagnitude), ("1e-999", 0.0),
  ])
  func otherNumbersAreDoubles(text: String, expected: Double) throws {
    let value = try parse(text)
    #expect(value.integer == nil)
    #expect(value.double == expected)
  }

  @Test(arguments: [
    "01", "-", "+1", "1.", ".5", "1e", "1e+", "--1", "0x1", "1_0", "-01", "Infinity", "NaN", "-Infinity", "1.e3", "１",
  ])
  func whatIsNotANumberOfTheGrammarIsRefused(text: String) {
    #expect(reason(text.utf8) != nil)
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}",
    "{'a':1}",
    "\"", "\"a", "\"\\", "\"\\u12\"", "\"\\u12G4\"", "\"\\x\"", "tru", "True", "nul", "nulll", "[]]", "{}{}", "1 2",
    "// 1", "[1]//",
    "\u{B}1", "\u{A0}1", "\u{0}", "[\u{0}]",
  ])
  func whatIsNotADocumentIsRefused(text: String) {
    #expect(reason(text.utf8) != nil)
  }

  @Test func everyPrefixOfADocumentIsRefused() throws {
    let document = Array(#"{"a":["\ud83d\ude00é",-1.5e+3,{"b":null}],"c":true}"#.utf8)
    _ = try JSONValue(parsing: document)
    for length in 0..<document.count { #expect(reason(document.prefix(length)) != nil) }
  }

  @Test(arguments: [
    #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\u0041""#, #""\ud83d\ud83d""#,
    #""\ude00\ud83d""#,
  ])
  func aLoneSurrogateIsRefused(text: String) {
    #expect(reason(text.utf8) == .loneSurrogate)
  }

  @Test func controlCharactersInStringsAreRefusedAndNamed() {
    for byte in UInt8(0)..<0x20 {
      #expect(reason([0x22, 0x61, byte, 0x22]) == .controlCharacter(byte))
    }
  }

  @Test(
    arguments: [
      [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF],
      [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func invalidUTF8IsRefusedAtItsFirstByte(ill: [UInt8]) throws {
    let bytes = Array("[\n\"ab\u{E9}".utf8) + ill + Array("\"]".utf8)
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error?.reason == .invalidUTF8)
    #expect(error?.offset == 7)
    #expect(error?.line == 2)
    #expect(error?.column == 6)
  }

  @Test func anEscapeDoesNotJoinTheHalvesOfACharacter() {
    #expect(reason([0x22, 0xC3, 0x5C, 0x6E, 0xA9, 0x22]) == .invalidUTF8)
  }

  @Test func namesAreUniqueByTheirScalarsNotByCanonicalEquivalence() throws {
    let object = try #require(try parse("{\"\u{E9}\":1,\"e\u{301}\":2}").object)
    #expect(object["\u{E9}"]?.integer == 1)
    #expect(object["e\u{301}"]?.integer == 2)
    #expect(reason(#"{"a":1,"\u0061":2}"#.utf8) == .duplicateName("a"))
  }

  @Test(arguments: [3, 9, 1000]) func aDuplicateNameIsReportedWhereItStandsAgain(count: Int) throws {
    let members = (0..<count).map { "\"name \($0)\":{\"x\":1}" }
    let text = "[{\"x\":2}, {" + members.joined(separator: ",") + ",\"name 1\":0}]"
    let error = #expect(throws: JSONError.self) { try parse(text) }
    #expect(error?.reason == .duplicateName("name 1"))
    #expect(error?.offset == text.utf8.count - "\"name 1\":0}]".utf8.count)
  }

  @Test func aLargeObjectFindsEveryName() throws {
    let text = "{" + (0..<5000).map { "\"\($0)\":\($0)" }.joined(separator: ",") + "}"
    let object = try #require(try parse(text).object)
    for number in 0..<5000 { #expect(object[String(number)]?.integer == number) }
    #expect(object["5000"] == nil)
  }

  @Test func nestingIsReadTo128AndRefusedBeyond() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try parse(nested(128))
    #expect(reason(nested(129).utf8) == .nestedTooDeeply(limit: 128))
    #expect(reason(String(repeating: "{\"a\":", count: 100_000).utf8) == .nestedTooDeeply(limit: 128))
  }

  @Test func aByteOrderMarkAndTrailingBytesAreRefused() {
    #expect(reason("\u{FEFF}{}".utf8) == .byteOrderMark)
    #expect(reason("{} x".utf8) == .trailingBytes)
    #expect(reason("1e999".utf8) == .numberOutOfRange)
  }

  @Test func anErrorSaysLineColumnByteAndWhatIsWrong() throws {
    let error = #expect(throws: JSONError.self) { try parse("{\n  \"a\": 1,\n  b\n}") }
    #expect(
      error?.description == "line 3, column 3 (byte 14): found 'b' where a name in quotes is expected")
  }

  /// Source of the values: `json.loads` of Python 3.11.
  @Test func whatPythonReadsBeyondTheGrammarIsReadWhereItIsAskedFor() throws {
    func object(_ text: String) throws -> JSONObject {
      try #require(try JSONValue(parsing: Array(text.utf8), .python).object)
    }
    let members = try object(#"{"a": NaN, "b": Infinity, "c": [-Infinity], "d": 1e400, "e": 1, "e": 2, "f": -1e999}"#)
    for name in ["a", "b", "d", "f"] {
      let value = try #require(members[name])
      #expect(value.double == nil && value.integer == nil && value.kind == "not a finite number", "\(name)")
    }
    #expect(members["e"]?.integer == 2 && members.isRepeated("e") && !members.isRepeated("a"))
    let many = try object("{" + (0..<20).map { "\"k\($0 % 15)\": \($0)" }.joined(separator: ",") + "}")
    #expect(many["k3"]?.integer == 18 && many["k9"]?.integer == 9 && many.isRepeated("k4"))
    for text in ["nan", "NAN", "-NaN", "+Infinity", "Infinit", "-Inf", "{\"a\" 1}", "[01]", "\u{FEFF}{}"] {
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8), .python) }
      #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "123456789012345678901234567890"])
  func aWholeNumberBeyondIntKeepsItsDigits(text: String) throws {
    guard case .largeInteger(text) = try JSONValue(parsing: Array(text.utf8)) else {
      Issue.record("another value")
      return
    }
    var writer = JSONWriter()
    try writer.value(try JSONValue(parsing: Array(text.utf8)))
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    #expect(try JSONValue(parsing: Array(text.utf8)).double == Double(text))
  }
}
