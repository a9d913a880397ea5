/// The members of a JSON object, in the order of the text; names are unique by their exact scalars.
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

  /// The value of the member of exactly these scalars; names that are only canonically equivalent are other names.
  ///
  /// Complexity: O(length of the name).
  public subscript(name: String) -> JSONValue? {
    let exact = ExactString(name)
    if let positions { return positions[exact].map { members[$0].value } }
    return members.first { ExactString($0.name) == exact }?.value
  }
}

/// A member's name stands a second time in an object.
struct DuplicateName: Error {
  /// The index of the member that repeats a name.
  let position: Int
}
