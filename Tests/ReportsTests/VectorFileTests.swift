import Embeddings
import Files
import Foundation
import Safetensors
import StrictJSON
import Tensors
import TestSupport
import Testing

@testable import Reports

/// Files of vectors, read back: most hold more than is written at a time.
@Suite struct VectorFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path + "/vectors" }

  /// Vectors that tell which they are: no two components are the same.
  private static func vector(_ row: Int, _ dimensions: Int) -> [Float] {
    (0..<dimensions).map { Float(row * dimensions + $0) / 1024 }
  }

  private func record(_ row: Int, _ dimensions: Int, tokens: Int? = nil) -> VectorRecord {
    VectorRecord(
      id: "item \(row)", label: row.isMultiple(of: 2) ? "even" : nil, content: .text(.passage, prompt: "Passage: "),
      task: EmbeddingTask("code"), tokens: row, vector: SingleVector(Self.vector(row, dimensions)),
      multiVector: tokens.map { MultiVector(dimensions: 4, values: Self.vector(row, 4 * $0)) })
  }

  private func write(_ format: VectorFormat, count: Int, promised: Int? = nil, dimensions: Int) throws {
    var file = try VectorFile(format, path: path, count: promised ?? count, dimensions: dimensions, Facts())
    for row in 0..<count { try file.append(record(row, dimensions)) }
    try file.finish()
  }

  private func bytes(_ name: String = "vectors") throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/" + name)))
  }

  private func expectLines(_ bytes: [UInt8], count: Int) throws {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    #expect(lines.count == count && (count == 0 || bytes.last == UInt8(ascii: "\n")))
    for (row, line) in lines.enumerated() {
      let object = try #require(try JSONValue(parsing: Array(line)).object)
      #expect(object["id"]?.string == "item \(row)" && object["tokens"]?.integer == row)
      #expect(object["embedding"] == nil)
    }
  }

  @Test(arguments: [(0, 0), (1, 1), (2100, 2100), (2100, 2103), (4500, 4500)])
  func anArrayHoldsEveryVectorOnceInItsOrder(count: Int, promised: Int) throws {
    try write(.npy, count: count, promised: promised, dimensions: 160)
    let data = try bytes()
    let start = 10 + Int(data[8]) + Int(data[9]) << 8
    #expect(String(decoding: data[..<start], as: UTF8.self).contains("'shape': (\(count), 160)"))
    let expected = (0..<count * 160).flatMap { index -> [UInt8] in
      // Safe: the bytes of a number.
      unsafe withUnsafeBytes(of: (Float(index) / 1024).bitPattern.littleEndian) { unsafe Array($0) }
    }
    #expect(data.count == start + expected.count && data[start...].elementsEqual(expected))
    try expectLines(try bytes("vectors.ids.jsonl"), count: count)
  }

  @Test(arguments: [1, 2100]) func anArchiveHoldsEveryVectorOnceInItsOrder(count: Int) throws {
    try write(.safetensors, count: count, dimensions: 160)
    let file = try SafetensorsFile(path: path)
    let tensor = try #require(file.tensor("embeddings"))
    #expect(tensor.shape == [count, 160] && tensor.floats() == (0..<count * 160).map { Float($0) / 1024 })
    try expectLines(Array(try #require(file.header.metadata["lines"]).utf8), count: count)
  }

  @Test func multiVectorsOfDifferentLengthsAreFoundByTheirOffsets() throws {
    let counts = [3, 1, 400, 2]
    var file = try VectorFile(.safetensors, path: path, count: counts.count, dimensions: 8, Facts())
    for (row, tokens) in counts.enumerated() { try file.append(record(row, 8, tokens: tokens)) }
    try file.finish()
    let read = try SafetensorsFile(path: path)
    let values = try #require(read.tensor("values"))
    let entry = try #require(read.header.entry("offsets"))
    let offsets = stride(from: 0, to: 8 * 5, by: 8).map { start in
      read.mapping.copy(entry.bytes)[start..<start + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(values.shape == [406, 4] && offsets == [0, 3, 4, 404, 406])
    for (row, tokens) in counts.enumerated() {
      let part = values.floats()[offsets[row] * 4..<offsets[row + 1] * 4]
      #expect(part.elementsEqual(Self.vector(row, 4 * tokens)))
    }
  }

  @Test(arguments: [true, false]) func linesHoldEveryVectorOnceInTheirOrder(toFile: Bool) throws {
    let (count, dimensions) = (2100, 64)
    var printed: [UInt8] = []
    var file = try VectorFile(
      .jsonl, path: toFile ? path : nil, count: count, dimensions: dimensions, Facts())
    for row in 0..<count {
      try file.append(record(row, dimensions))
      printed += file.takeBytes()
    }
    try file.finish()
    let text = String(decoding: toFile ? try bytes() : printed, as: UTF8.self)
    #expect(text.utf8.count > 1 << 20 && toFile == printed.isEmpty)
    let lines = text.split(separator: "\n")
    #expect(lines.count == count)
    for (row, line) in lines.enumerated() {
      let numbers = Self.vector(row, dimensions).map { "\($0)" }.joined(separator: ",")
      #expect(line.hasPrefix("{\"id\":\"item \(row)\",") && line.contains("\"embedding\":[\(numbers)]"))
    }
  }
}
