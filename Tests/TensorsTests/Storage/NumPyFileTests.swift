import TestSupport
import Testing

@testable import Tensors

@Suite struct NumPyFileTests {
  /// Source: NumPy's format specification, version 1.0.
  @Test func headersOfAllSizesSayWhatFollows() {
    let documents = [[0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 8, 0]] as [[UInt8]]
    Fuzzing("npy", count: 500).run(documents, Fuzzing.bytes) { bytes in
      // Two numbers from 0, of any size.
      guard bytes.count >= 16 else { throw TooShort() }
      let numbers = [bytes[0..<8], bytes[8..<16]].map { $0.reduce(0) { $0 << 8 | Int($1) } & Int.max }
      let header = NumPyFile.header(rows: numbers[0], columns: numbers[1])
      let length = Int(header[8]) | Int(header[9]) << 8
      let text = String(decoding: header[10...], as: UTF8.self)
      guard header.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]), header.count == 10 + length,
        header.count.isMultiple(of: 64), text.hasSuffix("\n"),
        text.hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (\(numbers[0]), \(numbers[1])), }"),
        header.count == NumPyFile.header(rows: 0, columns: numbers[1]).count
      else { throw Fuzzing.Broken("the header is another one") }
    }
  }

  private struct TooShort: Error {}
}
