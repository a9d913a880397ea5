import Testing

@testable import StrictJSON

struct JSONWriterTests {
  private func text(_ write: (inout JSONWriter) throws -> Void) rethrows -> String {
    var writer = JSONWriter()
    try write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func membersAreWrittenInTheOrderGivenWithoutSpaces() throws {
    let written = try text { writer in
      try writer.object { writer in
        writer.member("z", 1)
        writer.member("a", "b")
        writer.member("yes", true)
        writer.name("none")
        writer.null()
        try writer.member("half", 0.5)
        try writer.member("vector", [0.1, -1, 1e-10] as [Float])
        writer.member("empty") { $0.array { _ in } }
        try writer.member("rows") { writer in
          try writer.array { writer in
            try writer.value([1, 2] as [Float])
            writer.object { $0.member("x", 3) }
          }
        }
      }
    }
    #expect(
      written
        == #"{"z":1,"a":"b","yes":true,"none":null,"half":0.5,"vector":[0.1,-1.0,1e-10],"empty":[],"rows":[[1.0,2.0],{"x":3}]}"#
    )
  }

  @Test func onlyWhatMustBeEscapedIsEscaped() throws {
    let original = "a\"\\/\n\r\t\u{8}\u{0}\u{1F}\u{7F}\u{80}\u{9F}\u{A0}é\u{2028}\u{1F600}"
    let written = text { $0.value(original) }
    #expect(
      written
        == "\"a\\\"\\\\/\\n\\r\\t\\u0008\\u0000\\u001f\\u007f\\u0080\\u009f\u{A0}é\u{2028}\u{1F600}\"")
    #expect(try JSONValue(parsing: written.utf8).string == original)
  }

  @Test func everyFiniteFloatReadsBackToItsBits() throws {
    var pattern: UInt32 = 1
    var checked = 0
    while checked < 20_000 {
      pattern = pattern &* 1_664_525 &+ 1_013_904_223
      let float = Float(bitPattern: pattern)
      guard float.isFinite else { continue }
      checked += 1
      let written = try text { try $0.value(float) }
      _ = try JSONValue(parsing: written.utf8)
      #expect(Float(written)?.bitPattern == pattern)
    }
  }

  @Test(arguments: [0.1, -0.0, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 1e16, 123456789.125])
  func doublesReadBackToTheirBits(double: Double) throws {
    let written = try text { try $0.value(double) }
    #expect(try JSONValue(parsing: written.utf8).double?.bitPattern == double.bitPattern)
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity]) func aNumberThatIsNotFiniteIsRefused(float: Float) {
    #expect(throws: JSONError.self) { try text { try $0.value([1, float]) } }
    #expect(throws: JSONError.self) { try text { try $0.value(Double(float)) } }
  }

  @Test func aTreeIsWrittenAsItWasRead() throws {
    let document = #"{"b":[1,-2.5,true,null,"é"],"a":{"x":{}}}"#
    let written = try text { try $0.value(try JSONValue(parsing: document.utf8)) }
    #expect(written == document)
  }

  @Test func linesAreWrittenOneDocumentEach() throws {
    let written = text { writer in
      writer.object { $0.member("id", "0") }
      writer.endLine()
      writer.object { $0.member("id", "1") }
      writer.endLine()
    }
    #expect(written == "{\"id\":\"0\"}\n{\"id\":\"1\"}\n")
  }
}
