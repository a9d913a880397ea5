/// A JSON document as a tree that keeps what the files of a model need kept: the order of members, exact strings, and
/// integers apart from other numbers.
///
/// Foundation's decoder cannot serve here: it drops duplicate names silently and merges names that are canonically
/// equivalent, both of which a checkpoint's header or a vocabulary must be refused for or keep apart.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number without fraction and exponent that fits in `Int`.
  case integer(Int)
  /// Any other number.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

/// The members of a JSON object, in the order of the text; names are unique by their exact scalars.
public struct JSONObject: Sendable {
  /// One name and its value.
  public typealias Member = (name: String, value: JSONValue)

  /// The members, in the order of the text.
  public let members: [Member]

  /// An object of these members; their names must be unique.
  init(members: [Member]) { self.members = members }
}
