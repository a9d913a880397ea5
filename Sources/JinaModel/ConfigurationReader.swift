import Files
import StrictJSON

/// Reads members of a configuration file, each checked, and names file and member when one is wrong.
struct ConfigurationReader {
  let file: String
  /// Where a member is looked for, in this order; `null` counts as absent.
  let objects: [JSONObject]

  /// The object of a whole file.
  init(file: String) throws(JinaModelError) {
    let bytes: [UInt8]
    do { bytes = try FileContents.read(file, limit: ReadingLimit.modelDescription) } catch { throw .file(error) }
    try self.init(file: file, bytes: bytes)
  }

  /// The object of `bytes`, which came from `file`.
  init(file: String, bytes: [UInt8]) throws(JinaModelError) {
    let document: JSONValue
    do { document = try JSONValue(parsing: bytes, .python) } catch {
      throw .notJSON(file: file, reason: error.description)
    }
    guard let object = document.object else { throw .notJSON(file: file, reason: "it holds \(document.kind)") }
    self.init(file: file, objects: [object])
  }

  init(file: String, objects: [JSONObject]) {
    self.file = file
    self.objects = objects
  }

  /// A reader of the object under `name` before the present one; the present one where there is none.
  func preferring(_ name: String) throws(JinaModelError) -> ConfigurationReader {
    guard let value = value(name) else { return self }
    guard let object = value.object else { throw wrong(name, value, expected: "an object") }
    return ConfigurationReader(file: file, objects: [object] + objects)
  }

  /// A reader of the object under `name` alone; of nothing where there is none.
  func only(_ name: String) throws(JinaModelError) -> ConfigurationReader {
    let inner = try preferring(name).objects
    return ConfigurationReader(file: file, objects: Array(inner.prefix(inner.count - objects.count)))
  }

  func value(_ name: String) -> JSONValue? {
    for object in objects {
      if let value = object[name], !value.isNull { return value }
    }
    return nil
  }

  func integer(_ name: String, in range: ClosedRange<Int>, default preset: Int? = nil) throws(JinaModelError) -> Int {
    guard let value = value(name) else {
      // What the published model has may not fit this one: its image tokens lie outside of a small vocabulary.
      guard let preset, range.contains(preset) else { throw missing(name) }
      return preset
    }
    guard let number = value.integer, range.contains(number) else {
      throw wrong(name, value, expected: "a whole number in \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  func positiveNumber(_ name: String, default preset: Double) throws(JinaModelError) -> Double {
    guard let value = value(name) else { return preset }
    guard let number = value.double, number > 0 else { throw wrong(name, value, expected: "a positive number") }
    return number
  }

  func integers(_ name: String) throws(JinaModelError) -> [Int]? {
    guard let value = value(name) else { return nil }
    guard let array = value.array, case let numbers = array.compactMap(\.integer), numbers.count == array.count else {
      throw wrong(name, value, expected: "a list of whole numbers")
    }
    return numbers
  }

  func strings(_ name: String) throws(JinaModelError) -> [String]? {
    guard let value = value(name) else { return nil }
    guard let array = value.array, case let strings = array.compactMap(\.string), strings.count == array.count else {
      throw wrong(name, value, expected: "a list of texts")
    }
    return strings
  }

  func flag(_ name: String) throws(JinaModelError) -> Bool {
    guard let value = value(name) else { return false }
    guard let flag = value.bool else { throw wrong(name, value, expected: "true or false") }
    return flag
  }

  /// Refuses any text but those of `accepted`; an absent member is fine.
  func require(_ name: String, oneOf accepted: [String]) throws(JinaModelError) {
    guard let value = value(name) else { return }
    guard let text = value.string, accepted.contains(text) else {
      throw wrong(name, value, expected: accepted.map(\.debugDescription).joined(separator: " or "))
    }
  }

  /// Refuses anything but this truth value; an absent member is fine.
  func require(_ name: String, _ accepted: Bool) throws(JinaModelError) {
    guard let value = value(name) else { return }
    guard value.bool == accepted else { throw wrong(name, value, expected: "\(accepted)") }
  }

  /// Those of the members that are absent; each is written with what it is taken to be, as `rope_theta 10000.0`.
  func unstated(_ members: [String]) -> [String] {
    members.filter { member in value(String(member.prefix { $0 != " " })) == nil }
  }

  func missing(_ name: String) -> JinaModelError {
    .configuration(file: file, member: name, found: "missing", expected: "a value")
  }

  func wrong(_ name: String, _ value: JSONValue, expected: String) -> JinaModelError {
    .configuration(file: file, member: name, found: describe(value), expected: expected)
  }

  /// A value as messages show it.
  func describe(_ value: JSONValue) -> String {
    switch value {
    case .bool(let flag): String(flag)
    case .integer(let number): String(number)
    case .largeInteger(let digits): String(digits.prefix(60))
    case .number(let number): String(number)
    case .string(let text): String(text.prefix(60)).debugDescription
    case .null, .array, .object: value.kind
    }
  }
}
