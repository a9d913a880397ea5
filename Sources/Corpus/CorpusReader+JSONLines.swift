internal import Embeddings
internal import Files
internal import StrictJSON

extension CorpusReader {
  /// Reads the items of JSON Lines; paths of pictures are relative to the file's folder, and lead nowhere out of
  /// `folder`, unless there is none.
  mutating func readJSONLines(_ open: () throws(FileError) -> LineReader, folder: String?) throws(CorpusError) {
    var lines = try Self.opening(open)
    while var line = try Self.reading({ () throws(FileError) in try lines.next() }) {
      if lines.number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      let place = CorpusItem.Place(file: lines.name, line: lines.number)
      guard result.items.count < Self.mostItems else { throw .tooManyItems(place, limit: Self.mostItems) }
      let itemLine = try ItemLine(line, at: place)
      if try itemLine.identifier() == nil { automaticNames.insert(result.items.count) }
      let item = try itemLine.item(
        number: result.items.count, folder: folder == nil ? "" : Path.folder(of: lines.name))
      if let folder, case .image(.file(let path)) = item.content {
        try refuseOutside(path, of: folder, named: place)
      }
      result.items.append(item)
    }
  }
}

/// One line of JSON Lines and where it stands.
private struct ItemLine {
  let members: JSONObject
  let place: CorpusItem.Place

  init(_ line: ArraySlice<UInt8>, at place: CorpusItem.Place) throws(CorpusError) {
    self.place = place
    let value: JSONValue
    do { value = try JSONValue(parsing: line, .python) } catch {
      if let offset = firstInvalidUTF8(in: line), offset <= error.offset {
        throw .notUTF8(file: place.file, line: place.line ?? 1, byte: offset + 1)
      }
      throw .notJSON(place, column: error.column, reason: error.reason.description)
    }
    guard let members = value.object else { throw .notAnObject(place, found: value.kind) }
    self.members = members
  }

  /// The item, of this number in its collection.
  func item(number: Int, folder: String) throws(CorpusError) -> CorpusItem {
    let content: CorpusItem.Content
    switch (try text("text"), try text("image")) {
    case (let text?, nil): content = .text(text)
    case (nil, let path?):
      content = .image(.file(Path.joined(folder, path)))
    default: throw .needsOneContent(place)
    }
    return CorpusItem(
      id: try identifier() ?? String(number), content: content, label: try text("label"),
      language: try text("language"), task: try text("task"), role: try role(), place: place)
  }

  /// The member that is a string; `nil` where it is absent or null.
  private func text(_ name: String) throws(CorpusError) -> String? {
    if members.isRepeated(name) { throw malformed(name, expected: "there once", found: "several members") }
    guard let value = members[name], !value.isNull else { return nil }
    guard let text = value.string else { throw malformed(name, expected: "a string", found: value.kind) }
    return text
  }

  /// The id, also under the name that the files of BEIR have for it; a whole number stands for its digits.
  func identifier() throws(CorpusError) -> String? {
    for name in ["id", "_id"] {
      switch members[name] {
      case .integer(let number)? where !members.isRepeated(name): return String(number)
      case .largeInteger(let digits)? where !members.isRepeated(name): return digits
      default: if let text = try text(name) { return text }
      }
    }
    return nil
  }

  private func role() throws(CorpusError) -> PromptRole? {
    guard let name = try text("role") else { return nil }
    guard let role = PromptRole(rawValue: name) else {
      let known = PromptRole.allCases.map(\.rawValue.debugDescription).joined(separator: " or ")
      throw malformed("role", expected: known, found: name.debugDescription)
    }
    return role
  }

  private func malformed(_ name: String, expected: String, found: String) -> CorpusError {
    .malformedMember(place, member: name, expected: expected, found: found)
  }
}
