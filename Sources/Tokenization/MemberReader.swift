import StrictJSON

/// A JSON object of a file, whose members must be what the reader asks for.
struct MemberReader {
  /// The file, for messages.
  let file: String
  /// Where the object stands in the file, as `model.` or nothing.
  private let path: String
  private let object: JSONObject

  /// The object that a whole file is.
  init(_ document: JSONValue, file: String) throws(TokenizationError) {
    try self.init(document, file: file, member: "the document", path: "")
  }

  private init(_ value: JSONValue, file: String, member: String, path: String) throws(TokenizationError) {
    guard let object = value.object else {
      throw .wrongType(file: file, member: member, expected: "an object", found: value.kind)
    }
    self.file = file
    self.path = path
    self.object = object
  }

  /// The members, in the order of the file.
  var members: [JSONObject.Member] { object.members }

  /// The name of a member from the top of the file.
  func member(_ name: String) -> String { path + name }

  /// A member, `nil` where it is missing or null.
  func optional(_ name: String) -> JSONValue? { object[name].flatMap { $0.isNull ? nil : $0 } }

  /// An object, which must be there.
  func object(_ name: String) throws(TokenizationError) -> MemberReader {
    try reader(of: required(name), name)
  }

  /// An array, which must be there.
  func array(_ name: String) throws(TokenizationError) -> [JSONValue] {
    try typed(name, required(name), "an array", \.array)
  }

  /// A string, which must be there.
  func string(_ name: String) throws(TokenizationError) -> String {
    try typed(name, required(name), "a string", \.string)
  }

  /// A whole number, which must be there.
  func integer(_ name: String) throws(TokenizationError) -> Int {
    try typed(name, required(name), "a whole number", \.integer)
  }

  /// A truth value; `fallback` where it is missing.
  func bool(_ name: String, otherwise fallback: Bool = false) throws(TokenizationError) -> Bool {
    guard let value = object[name] else { return fallback }
    return try typed(name, value, "a truth value", \.bool)
  }

  /// A member's elements or members as objects of their own, named by their place.
  func reader(of value: JSONValue, _ name: String) throws(TokenizationError) -> MemberReader {
    try MemberReader(value, file: file, member: member(name), path: member(name) + ".")
  }

  /// Refuses members other than these: what is not known cannot be honoured.
  func allowOnly(_ names: String...) throws(TokenizationError) {
    for member in object.members where !names.contains(where: { $0.utf8.elementsEqual(member.name.utf8) }) {
      throw unsupported(member.name, member.value, supported: "a file without it")
    }
  }

  /// Refuses anything but one string.
  func require(_ name: String, _ expected: String) throws(TokenizationError) {
    let found = try required(name)
    guard found.string.map({ $0.utf8.elementsEqual(expected.utf8) }) ?? false else {
      throw unsupported(name, found, supported: "\"\(expected)\"")
    }
  }

  /// Refuses anything but one truth value; missing means `false`.
  func require(_ name: String, _ expected: Bool) throws(TokenizationError) {
    guard try bool(name) == expected else {
      throw .unsupported(file: file, member: member(name), found: "\(!expected)", supported: "\(expected)")
    }
  }

  /// The error of a member that asks for more than there is.
  func unsupported(_ name: String, _ found: JSONValue, supported: String) -> TokenizationError {
    // An object is named by its type where it tells one, as the parts of `tokenizer.json` do.
    let text = found.string ?? found.object?["type"]?.string ?? found.bool.map(\.description) ?? found.kind
    return .unsupported(file: file, member: member(name), found: text, supported: supported)
  }

  private func required(_ name: String) throws(TokenizationError) -> JSONValue {
    guard let value = object[name] else { throw .missing(file: file, member: member(name)) }
    return value
  }

  private func typed<Value>(
    _ name: String, _ value: JSONValue, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(TokenizationError) -> Value {
    guard let converted = convert(value) else {
      throw .wrongType(file: file, member: member(name), expected: expected, found: value.kind)
    }
    return converted
  }
}
