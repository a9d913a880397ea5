/// The members of a JSON object, in the order of the text; names are unique by their exact scalars, but where
/// `JSONDialect.python` allows others.
public struct JSONObject: Sendable {
  /// One name and its value.
  public typealias Member = (name: String, value: JSONValue)

  /// The members, in the order of the text.
  public let members: [Member]

  /// Where each name stands; `nil` while a scan of a few members is cheaper.
  private let positions: [ExactString: Int]?

  /// Up to this many members a scan finds a name as fast as a hash table, and costs nothing to build.
  private static let scanLimit = 8

  /// An object of these members.
  ///
  /// - Throws: `DuplicateName` where two names have the same scalars.
  init(members: [Member]) throws(DuplicateName) {
    self.members = members
    guard members.count > Self.scanLimit else {
      positions = nil
      for (position, member) in members.enumerated().dropFirst() {
        let name = ExactString(member.name)
        if members[..<position].contains(where: { ExactString($0.name) == name }) {
          throw DuplicateName(position: position)
        }
      }
      return
    }
    var positions: [ExactString: Int] = [:]
    positions.reserveCapacity(members.count)
    for (position, member) in members.enumerated()
    where positions.updateValue(position, forKey: ExactString(member.name)) != nil {
      throw DuplicateName(position: position)
    }
    self.positions = positions
  }

  /// An object of these members, of which several may have the same name; the last of them counts.
  init(lastOf members: [Member]) {
    self.members = members
    positions =
      members.count > Self.scanLimit
      ? Dictionary(members.enumerated().map { (ExactString($1.name), $0) }) { _, last in last } : nil
  }

  /// Whether several members have this name.
  public func isRepeated(_ name: String) -> Bool {
    let exact = ExactString(name)
    return members.count { ExactString($0.name) == exact } > 1
  }

  /// The value of the member of exactly these scalars, the last one where there are several; names that are only
  /// canonically equivalent are other names.
  ///
  /// Complexity: O(length of the name).
  public subscript(name: String) -> JSONValue? {
    let exact = ExactString(name)
    if let positions { return positions[exact].map { members[$0].value } }
    return members.last { ExactString($0.name) == exact }?.value
  }
}

/// A member's name stands a second time in an object.
struct DuplicateName: Error {
  /// The index of the member that repeats a name.
  let position: Int
}
