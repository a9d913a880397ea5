import Files
import TestSupport
import Testing

@testable import Corpus

@Suite struct CorpusFuzzTests {
  @Test func damagedLinesAreReadOrRefused() {
    let documents = [
      #"{"id":"a","text":"é\ud83d\ude00","role":"query","label":"x","language":"en"}"# + "\n"
        + #"{"text":"b","task":"code"}"# + "\n",
      "\u{FEFF}" + #"{"_id":18446744073709551616,"image":"a.png"}"# + "\r\n\n"
        + #"{"text":"c","score":NaN,"x":{"y":[1]}}"#,
    ].map { Array($0.utf8) }
    Fuzzing("json-lines", count: 1500).run(documents, Fuzzing.json) { bytes in
      let items = try CorpusReader.items(
        inputs: ["-"], standardInput: { () throws(FileError) in LineReader(bytes) })
      // Names are told apart by their bytes.
      guard Set(items.map { Array($0.id.utf8) }).count == items.count else {
        throw Fuzzing.Broken("two items have one name")
      }
    }
  }

  @Test func aDamagedCollectionNamesNothingOutsideOfItself() throws {
    let parent = try TemporaryFolder()
    try parent.write("secret", to: "x.txt")
    try parent.write("a", to: "in/a.txt")
    try parent.write("b", to: "in/b/c.md")
    try parent.write(#"{"text":"t"}"# + "\n" + #"{"image":"p.png"}"#, to: "in/l.jsonl")
    let folder = parent.path + "/in"
    let pieces = [
      "../x.txt", "..", "/", "\"\(parent.path)/x.txt\"", "\"b/../../x.txt\"", "\"./a.txt\"", "a.txt", "\"\"",
    ]
    let documents = [
      #"{"items": ["a.txt", "b/c.md", "l.jsonl"], "title": "x"}"#, #"{"items":["a.txt","b/c.md","../x.txt"]}"#,
    ]
    let text = Fuzzing.text(pieces)
    Fuzzing("collection.json").run(documents.map { Array($0.utf8) }) { document, generator in
      if Bool.random(using: &generator) { Fuzzing.json(&document, &generator) } else { text(&document, &generator) }
    } read: { bytes in
      try parent.write(bytes, to: "in/collection.json")
      for item in try CorpusReader.items(inputs: [folder]) {
        if case .text("secret") = item.content { throw Fuzzing.Broken("a file outside of the folder was read") }
      }
    }
  }
}
