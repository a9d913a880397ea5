internal import StrictJSON
public import Tensors

/// The header of a safetensors file: which tensors it has, of which type and shape, and where their bytes lie.
///
/// A header is only ever made from bytes that fulfil the whole contract of the format, so nobody after it has to check:
/// every span lies in the file and has as many bytes as its type and shape ask for, and the spans cover the data from
/// its first to its last byte without overlap or gap.
///
/// Source: the safetensors format specification, and `SafeTensors::read_metadata` and `Metadata::validate` of the Rust
/// library 0.8.
public struct SafetensorsHeader: Sendable {
  /// One tensor of the file.
  public struct Entry: Hashable, Sendable {
    /// The tensor's name, unique in the file.
    public let name: String
    /// The element type.
    public let dtype: DType
    /// The extents, slowest first.
    public let shape: Shape
    /// Where the tensor's bytes lie, counted from the start of the file.
    public let bytes: Range<Int>
  }

  /// The largest header that is read, in bytes.
  public static let lengthLimit = 100_000_000

  /// The tensors in the order of their bytes.
  public let entries: [Entry]
  /// The texts of `__metadata__`.
  public let metadata: [String: String]
  /// The length of the header's JSON, in bytes.
  public let length: Int

  private let positions: [ExactString: Int]

  /// The tensor of that name.
  public func entry(_ name: String) -> Entry? { positions[ExactString(name)].map { entries[$0] } }

  /// Reads and checks the header of a file of `byteCount` bytes.
  ///
  /// - Parameters:
  ///   - file: The file's path, for errors.
  ///   - read: Gives the bytes of a range that lies in the file.
  /// - Throws: `SafetensorsError`, of every case that concerns a single file.
  public init(
    file: String, byteCount: Int, read: (Range<Int>) throws(SafetensorsError) -> [UInt8]
  ) throws(SafetensorsError) {
    guard byteCount >= 8 else { throw .tooSmall(file: file, byteCount: byteCount) }
    // Little-endian and unsigned, so that no length can be negative.
    let length = try read(0..<8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.lengthLimit else { throw .headerTooLong(file: file, length: length) }
    let dataStart = 8 + Int(length)
    guard dataStart <= byteCount else {
      throw .headerBeyondFile(file: file, length: Int(length), byteCount: byteCount)
    }
    let json = try read(8..<dataStart)
    guard json.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "{") else {
      throw .headerStart(file: file)
    }
    let object: JSONObject?
    do { object = try JSONValue(parsing: json).object } catch {
      throw .headerNotJSON(file: file, reason: error.description)
    }
    var entries: [Entry] = []
    var metadata: [String: String] = [:]
    for (name, value) in object?.members ?? [] {
      if name == "__metadata__" {
        metadata = try Self.metadata(value, file: file)
      } else {
        entries.append(try Self.entry(name, value, file: file, dataStart: dataStart))
      }
    }
    entries.sort { ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound) }
    var end = dataStart
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        throw .misplaced(
          file: file, tensor: entry.name, expected: end - dataStart, found: entry.bytes.lowerBound - dataStart)
      }
      end = entry.bytes.upperBound
    }
    guard end == byteCount else { throw .wrongSize(file: file, expected: end, found: byteCount) }

    var positions: [ExactString: Int] = [:]
    for (position, entry) in entries.enumerated()
    where positions.updateValue(position, forKey: ExactString(entry.name)) != nil {
      throw .duplicateTensor(entry.name, files: [file])
    }
    self.entries = entries
    self.metadata = metadata
    self.length = Int(length)
    self.positions = positions
  }

  private static func metadata(_ value: JSONValue, file: String) throws(SafetensorsError) -> [String: String] {
    if value.isNull { return [:] }
    guard let members = value.object?.members else {
      throw .malformed(file: file, member: "__metadata__", expected: "an object of strings")
    }
    var metadata: [String: String] = [:]
    for (name, value) in members {
      guard let text = value.string else {
        throw .malformed(file: file, member: "__metadata__", expected: "an object of strings")
      }
      metadata[name] = text
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ value: JSONValue, file: String, dataStart: Int
  ) throws(SafetensorsError) -> Entry {
    guard let object = value.object, let typeName = object["dtype"]?.string,
      let shape = object["shape"]?.array.flatMap(sizes), let span = object["data_offsets"]?.array.flatMap(sizes),
      span.count == 2, span[0] <= span[1]
    else {
      throw .malformed(
        file: file, member: name, expected: "dtype, shape and data_offsets [begin, end], in whole numbers from 0")
    }
    guard let dtype = DType(rawValue: typeName) else {
      throw .unknownType(file: file, tensor: name, found: typeName)
    }
    guard let elements = Shape(shape).elementCount,
      !elements.multipliedReportingOverflow(by: dtype.bitWidth).overflow
    else { throw .shapeTooLarge(file: file, tensor: name, shape: Shape(shape)) }
    guard let count = dtype.byteCount(elements) else {
      throw .partOfByte(file: file, tensor: name, dtype: dtype, shape: Shape(shape))
    }
    guard count == span[1] - span[0] else {
      throw .wrongSpan(
        file: file, tensor: name, dtype: dtype, shape: Shape(shape), expected: count, found: span[1] - span[0])
    }
    let (end, endOverflow) = span[1].addingReportingOverflow(dataStart)
    guard !endOverflow else { throw .shapeTooLarge(file: file, tensor: name, shape: Shape(shape)) }
    return Entry(name: name, dtype: dtype, shape: Shape(shape), bytes: end - count..<end)
  }

  /// The elements as whole numbers from 0; `nil` where one is something else.
  private static func sizes(_ elements: [JSONValue]) -> [Int]? {
    let sizes = elements.compactMap(\.integer)
    return sizes.count == elements.count && sizes.allSatisfy { $0 >= 0 } ? sizes : nil
  }
}
