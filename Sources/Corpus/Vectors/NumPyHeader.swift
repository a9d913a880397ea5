/// What the head of a NumPy file says, checked against the file's size: an array of floating-point numbers in rows.
///
/// Source: NumPy's `numpy/lib/format.py`, versions 1.0, 2.0 and 3.0, which differ in the width of the length and the
/// encoding of the names of fields, of which there are none here.
struct NumPyHeader: Equatable {
  /// Why a file is none that is read.
  enum Failure: Error, Equatable {
    case notNumPy
    case version(Int, Int)
    case cutShort
    case notADictionary(String)
    case type(String)
    case shape([Int])
    case size(expected: Int, found: Int)
  }

  let rows: Int
  let columns: Int
  /// Bytes of a number: 2, 4 or 8.
  let width: Int
  let isBigEndian: Bool
  /// Whether numbers of a column, and not of a row, stand beside each other.
  let isColumnMajor: Bool
  /// Where the numbers begin.
  let dataStart: Int

  /// The longest header that is read.
  static let lengthLimit = 1 << 16

  /// Bytes that tell how long the header is.
  static let prefixLength = 12

  /// Where the numbers begin, by the first bytes of a file; more than the file has where it is cut short.
  static func dataStart(_ prefix: [UInt8]) throws(Failure) -> Int {
    guard prefix.count >= 10, prefix.starts(with: [0x93] + Array("NUMPY".utf8)) else { throw .notNumPy }
    switch (prefix[6], prefix[7]) {
    case (1, 0): return 10 + Int(prefix[8]) + Int(prefix[9]) << 8
    case (2, 0), (3, 0):
      guard prefix.count >= 12 else { throw .cutShort }
      let length = (0..<4).reduce(0) { $0 | Int(prefix[8 + $1]) << (8 * $1) }
      guard length <= lengthLimit else { throw .notADictionary("it has \(length) bytes, more than \(lengthLimit)") }
      return 12 + length
    default: throw .version(Int(prefix[6]), Int(prefix[7]))
    }
  }

  /// Reads the head of a file of `byteCount` bytes, all that stands before the numbers.
  init(_ head: [UInt8], byteCount: Int) throws(Failure) {
    dataStart = try Self.dataStart(Array(head.prefix(Self.prefixLength)))
    guard dataStart <= byteCount, head.count >= dataStart else { throw .cutShort }
    var literal = PythonLiteral(Array(head[(head[6] == 1 ? 10 : 12)..<dataStart]))
    let members = try literal.header()
    switch Array(members.type.utf8) {
    case let type where type.count == 3 && type[1] == UInt8(ascii: "f") && "<>=".utf8.contains(type[0]):
      guard let width = [2: 2, 4: 4, 8: 8][Int(type[2]) - 48] else { throw .type(members.type) }
      self.width = width
      isBigEndian = type[0] == UInt8(ascii: ">")
    default: throw .type(members.type)
    }
    isColumnMajor = members.isFortran
    guard members.shape.count == 2, members.shape[1] > 0 else { throw .shape(members.shape) }
    (rows, columns) = (members.shape[0], members.shape[1])
    let (count, isMany) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, isMore) = count.multipliedReportingOverflow(by: width)
    guard !isMany, !isMore, bytes == byteCount - dataStart else {
      throw .size(expected: isMany || isMore ? Int.max : bytes, found: byteCount - dataStart)
    }
  }
}

/// The one dictionary that a header is, as Python writes it.
private struct PythonLiteral {
  typealias Failure = NumPyHeader.Failure

  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func header() throws(Failure) -> (type: String, isFortran: Bool, shape: [Int]) {
    var type: String?
    var isFortran: Bool?
    var shape: [Int]?
    try expect("{")
    while !take("}") {
      let name = try text()
      try expect(":")
      switch name {
      case "descr" where type == nil:
        skipBlanks()
        if peek() != UInt8(ascii: "'"), peek() != UInt8(ascii: "\"") { throw .type("fields of several types") }
        type = try text()
      case "fortran_order" where isFortran == nil:
        if take("True") { isFortran = true } else if take("False") { isFortran = false } else { throw bad() }
      case "shape" where shape == nil: shape = try tuple()
      default: throw .notADictionary("the member \(name.debugDescription) is not known, or there twice")
      }
      if !take(",") {
        try expect("}")
        break
      }
    }
    skipBlanks()
    guard place == bytes.count, let type, let isFortran, let shape else { throw bad() }
    return (type, isFortran, shape)
  }

  private mutating func text() throws(Failure) -> String {
    skipBlanks()
    guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw bad() }
    place += 1
    guard let end = bytes[place...].firstIndex(of: quote), !bytes[place..<end].contains(UInt8(ascii: "\\")),
      let text = String(validating: bytes[place..<end], as: UTF8.self)
    else { throw bad() }
    place = end + 1
    return text
  }

  private mutating func tuple() throws(Failure) -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !take(")") {
      skipBlanks()
      let digits = bytes[place...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard digits.count <= 19, numbers.count < 8, let number = Int(String(decoding: digits, as: UTF8.self)) else {
        throw bad()
      }
      place = digits.endIndex
      // Python 2 wrote long numbers with an L.
      _ = take("L")
      numbers.append(number)
      if !take(",") {
        try expect(")")
        break
      }
    }
    return numbers
  }

  private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = peek(), " \t\n\r".utf8.contains(byte) { place += 1 }
  }

  private mutating func take(_ word: String) -> Bool {
    skipBlanks()
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  private mutating func expect(_ word: String) throws(Failure) { if !take(word) { throw bad() } }

  private func bad() -> Failure { .notADictionary("it is not written as NumPy does, from byte \(place)") }
}

extension NumPyHeader.Failure: CustomStringConvertible {
  /// What is wrong, as a sentence about a file, without its name.
  var description: String {
    switch self {
    case .notNumPy: "is no NumPy file"
    case .version(let major, let minor): "is of version \(major).\(minor) of NumPy's format; 1.0, 2.0 and 3.0 are read"
    case .cutShort: "is cut short: its header does not fit into it"
    case .notADictionary(let reason): "has a header that cannot be read: \(reason)"
    case .type(let type):
      "holds \(type.debugDescription); float16, float32 and float64 are read: use .astype('float32')"
    case .shape(let shape):
      "has the shape (\(shape.map(String.init).joined(separator: ", "))); rows of vectors are (count, dimensions)"
    case .size(let expected, let found):
      "says that it has \(expected == .max ? "more than 2^63" : "\(expected)") bytes of numbers, and has \(found)"
    }
  }
}
