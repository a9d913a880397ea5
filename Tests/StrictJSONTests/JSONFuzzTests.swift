import TestSupport
import Testing

@testable import StrictJSON

@Suite struct JSONFuzzTests {
  private static let documents = [
    #"{"weight":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]},"x":"\u00e9\ud83d\ude00 -1.5e3"}"#,
    #"[1,-2.5e1,true,false,null,{"":"","é":["水","\"\\\/\b\f\n\r\t"]},9007199254740993,0.1,[],{}]"#,
  ].map { Array($0.utf8) }

  @Test(arguments: [JSONDialect.rfc8259, .python])
  func damagedDocumentsAreReadOrRefused(dialect: JSONDialect) {
    Fuzzing("json-\(dialect)", count: 2000).run(Self.documents, Fuzzing.json) { bytes in
      let value = try JSONValue(parsing: bytes, dialect)
      var writer = JSONWriter()
      // Numbers that are not finite are read where Python reads them, and never written.
      do { try writer.value(value) } catch { return }
      let written = writer.bytes
      var again = JSONWriter()
      try again.value(try JSONValue(parsing: written, dialect))
      guard again.bytes == written else { throw Fuzzing.Broken("what is written is not what was read") }
    }
  }
}
