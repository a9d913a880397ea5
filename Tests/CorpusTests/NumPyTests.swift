import Embeddings
import Files
import TestSupport
import Testing

@testable import Corpus

/// NumPy's files: every way the numbers may lie, and headers that lie.
struct NumPyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A file of this header and these bytes.
  private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length = (0..<(version == 1 ? 2 : 4)).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + data
  }

  private func header(_ type: String = "<f4", _ isFortran: Bool = false, _ shape: String = "(2, 3)") -> String {
    "{'descr': '\(type)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': \(shape), }"
  }

  private func bytes<Number: FixedWidthInteger>(_ numbers: [Number], bigEndian: Bool = false) -> [UInt8] {
    numbers.flatMap { number in
      let bytes = stride(from: 0, to: Number.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: number >> Number($0)) }
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  private func read(_ bytes: [UInt8]) throws -> CorpusReading {
    try folder.write(bytes, to: "a.npy")
    return try CorpusReader.read(inputs: [folder.path + "/a.npy"])
  }

  private func refusal(_ bytes: [UInt8]) throws -> String? {
    do {
      _ = try read(bytes)
      return nil
    } catch let error as CorpusError { return "\(error)".replacing(folder.path + "/", with: "") }
  }

  private func vectors(_ reading: CorpusReading) -> [[Float]] {
    reading.items.compactMap { $0.vectors?.entries.first?.vector.values }
  }

  private static let rows: [[Float]] = [[0, 0.6, 0.8], [-1, 0, 0]]

  @Test func numbersOfEveryWidthAndOrderAreRead() throws {
    let rowMajor: [Float] = [0, 0.6, 0.8, -1, 0, 0]
    let columnMajor: [Float] = [0, -1, 0.6, 0, 0.8, 0]
    for isFortran in [false, true] {
      let values = isFortran ? columnMajor : rowMajor
      for bigEndian in [false, true] {
        let sign = bigEndian ? ">" : "<"
        let single = bytes(values.map(\.bitPattern), bigEndian: bigEndian)
        #expect(try vectors(read(file(header(sign + "f4", isFortran), single))) == Self.rows)
        let double = bytes(values.map { Double($0).bitPattern }, bigEndian: bigEndian)
        for version in [1, 2, 3] as [UInt8] {
          #expect(try vectors(read(file(header(sign + "f8", isFortran), double, version: version))) == Self.rows)
        }
        // 0, 1, 2, −1, 0, 2 in half precision.
        let halves: [UInt16] =
          isFortran ? [0, 0xBC00, 0x3C00, 0, 0x4000, 0x4000] : [0, 0x3C00, 0x4000, 0xBC00, 0, 0x4000]
        let reading = try read(file(header(sign + "f2", isFortran), bytes(halves, bigEndian: bigEndian)))
        let root = Float(5.0.squareRoot())
        for (found, expected) in zip(vectors(reading).joined(), [0, 1 / root, 2 / root, -1 / root, 0, 2 / root]) {
          #expect(abs(found - expected) < 1e-6)
        }
        #expect(
          reading.remarks == ["2 of 2 vectors are not of unit length (lengths 2.236 to 2.236); they were brought to it"]
        )
      }
    }
  }

  @Test(
    arguments: [
      (0x0000, 0), (0x8000, -0.0), (0x0001, 0x1p-24), (0x03FF, 0x3FFp-24), (0x0400, 0x1p-14), (0x3C00, 1), (0xC000, -2),
      (0x7BFF, 65504),
      (0x7C00, Float.infinity), (0x3555, 0.333251953125),
    ] as [(UInt16, Float)])
  func halvesAreExact(bits: UInt16, number: Float) {
    #expect(NumPyArray.half(bits).bitPattern == number.bitPattern)
    #expect(NumPyArray.half(0x7E00).isNaN)
  }

  @Test(arguments: [
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", true),
    ("{\"shape\":(2,3,),\"fortran_order\":False,\"descr\":\"=f4\"}", true),
    ("{'shape': (2L, 3L), 'fortran_order': False, 'descr': '<f4'}", true),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (6,)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': ()}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3, 1)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999, 3)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2, -3)}", false),
    ("{'descr': '<i4', 'fortran_order': False, 'shape': (2, 3)}", false),
    ("{'descr': '<f16', 'fortran_order': False, 'shape': (2, 3)}", false),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (2, 3)}", false),
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3)}", false),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3)}", false),
    ("{'descr': '<f4', 'shape': (2, 3)}", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x", false),
    ("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", false), ("", false), ("{", false),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 3)}", false),
  ])
  func aHeaderIsTakenAtItsWordOnlyWhereItIsTrue(header: String, isRead: Bool) throws {
    let data = bytes([0, 0.6, 0.8, -1, 0, 0].map { (number: Float) in number.bitPattern })
    #expect(try (refusal(file(header, data)) == nil) == isRead, "\(header)")
  }

  @Test func whatIsWrongIsSaid() throws {
    let data = bytes([0, 1, 0, 1, 0, 0].map { (number: Float) in number.bitPattern })
    #expect(
      try refusal(file(header("<i8"), data))
        == "a.npy holds \"<i8\"; float16, float32 and float64 are read: use .astype('float32')")
    #expect(try refusal(file(header("<f8"), data)) == "a.npy says that it has 48 bytes of numbers, and has 24")
    #expect(
      try refusal(file(header(), data, version: 4))
        == "a.npy is of version 4.0 of NumPy's format; 1.0, 2.0 and 3.0 are read")
    #expect(
      try refusal(Array(file(header(), data).prefix(40))) == "a.npy is cut short: its header does not fit into it")
    #expect(try refusal(Array(file(header(), data).prefix(8)))?.contains("is no NumPy file") == true)
  }

  @Test func rowsAreNamedByWhatStandsBesideThem() throws {
    let array = file(header(), bytes([0, 1, 0, 1, 0, 0].map { (number: Float) in number.bitPattern }))
    #expect(try read(array).items.map(\.id) == ["0", "1"])
    #expect(try read(array).items.allSatisfy(\.isVectorAlone))
    try folder.write("first\nsecond\n", to: "a.txt")
    #expect(try read(array).items.map(\.id) == ["first", "second"])
    try folder.write(#"{"id": "x", "text": "one", "label": "l"}"# + "\n" + #"{"text": "two"}"#, to: "a.jsonl")
    let reading = try read(array)
    #expect(reading.items.map(\.id) == ["x", "1"] && reading.items.map(\.content) == [.text("one"), .text("two")])
    try folder.write(
      #"{"id": "x", "task": "code"}"# + "\n" + #"{"id": "x", "task": "retrieval"}"#, to: "a.npy.ids.jsonl")
    #expect(try read(array).items.map { $0.vectors?.entries.map(\.task) } == [["code", "retrieval"]])
    try folder.write("{}\n", to: "a.npy.ids.jsonl")
    #expect(
      try refusal(array)
        == "a.npy has 2 rows, and \(folder.path)/a.npy.ids.jsonl 1 lines".replacing(folder.path + "/", with: ""))
  }

  @Test func rowsThatAreNoVectorsAreLeftOutByTheirNumber() throws {
    let reading = try read(
      file(header(), bytes([0, 1, 0, 1, Float.nan, 0].map { (number: Float) in number.bitPattern })))
    #expect(reading.items.count == 1)
    #expect(
      reading.skipped.map { "\($0)".replacing(folder.path + "/", with: "") } == [
        "a.npy, row 2: the vector is none: component 1 is no finite number"
      ])
  }

  @Test func damagedArraysAreReadOrRefused() throws {
    let data = bytes([0, 0.6, 0.8, -1, 0, 0].map { (number: Float) in number.bitPattern })
    let documents = [file(header(), data), file(header("<f4", true), data, version: 2)]
    Fuzzing("npy", count: 300).run(documents, Fuzzing.bytes) { bytes in
      if let first = try read(bytes).skipped.first { throw first }
    }
  }
}
