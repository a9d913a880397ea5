internal import Embeddings
internal import Files
internal import StrictJSON

extension CorpusReader {
  /// Reads the items of JSON Lines; paths of pictures are relative to the file's folder, and lead nowhere out of
  /// `folder`, unless there is none. A line that is no item is left out.
  ///
  /// - Parameter role: the role of items that name none.
  mutating func readJSONLines(
    _ open: () throws(FileError) -> LineReader, folder: String?, role: PromptRole? = nil
  ) throws(CorpusError) {
    let leftOutBefore = result.skipped.count
    var hasItem = false
    try Self.forEachLine(open) { (line, place) throws(CorpusError) in
      try checkCount(at: place)
      let item: CorpusItem
      let isNamed: Bool
      do throws(CorpusError) {
        (item, isNamed) = try self.item(line, at: place, imagesIn: folder, role: role)
      } catch {
        try leaveOut(error)
        // No line of it is one: it is something else.
        if !hasItem, result.skipped.count - leftOutBefore >= Self.mostBadLines { throw result.skipped[leftOutBefore] }
        return
      }
      if let folder, case .image(.file(let path)) = item.content {
        try refuseOutside(path, of: folder, named: place)
      }
      hasItem = true
      try append(item, isNamed: isNamed)
    }
    // What was named is not left out as a whole.
    if !hasItem, result.skipped.count > leftOutBefore { throw result.skipped[leftOutBefore] }
  }

  /// Lines without an item among them, after which no more are looked at.
  private static let mostBadLines = 1000

  /// The item of a line, and whether the line names it.
  private mutating func item(
    _ line: ArraySlice<UInt8>, at place: CorpusItem.Place, imagesIn folder: String?, role: PromptRole?
  ) throws(CorpusError) -> (CorpusItem, isNamed: Bool) {
    let itemLine = try ItemLine(line, at: place)
    var item = try itemLine.item(
      number: result.items.count, folder: folder == nil ? "" : Path.folder(of: place.file), role: role)
    if let values = try itemLine.embedding() {
      let vector: SingleVector
      do throws(VectorFault) { vector = try vectorChecks.vector(values) } catch { throw .badVector(place, error) }
      item.vectors = try itemLine.vectors(vector)
    }
    return (item, try itemLine.identifier() != nil)
  }

  /// Calls `body` with each line of JSON Lines that is not blank, and where it stands.
  static func forEachLine(
    _ open: () throws(FileError) -> LineReader,
    _ body: (ArraySlice<UInt8>, CorpusItem.Place) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    var lines = try opening(open)
    while var line = try reading({ () throws(FileError) in try lines.next() }) {
      if lines.number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) { continue }
      try body(line, CorpusItem.Place(file: lines.name, line: lines.number))
    }
  }

  /// Adds an item; one whose vectors are of other tasks than those of an item of its name becomes one with that.
  mutating func append(_ item: CorpusItem, isNamed: Bool) throws(CorpusError) {
    if !isNamed { automaticNames.insert(result.items.count) }
    if isNamed, let vectors = item.vectors {
      let name = ExactString(item.id)
      if let index = vectorItems[name] {
        var known = result.items[index]
        if known.content == item.content, known.label == item.label, known.role == item.role,
          known.vectors?.merge(vectors) == true
        {
          // It is of several tasks now.
          known.task = nil
          result.items[index] = known
          return
        }
      } else {
        vectorItems[name] = result.items.count
      }
    }
    result.items.append(item)
  }
}

/// One line of JSON Lines and where it stands.
struct ItemLine {
  let members: JSONObject
  let place: CorpusItem.Place

  init(_ line: ArraySlice<UInt8>, at place: CorpusItem.Place) throws(CorpusError) {
    self.place = place
    let value: JSONValue
    do { value = try JSONValue(parsing: line, .python) } catch {
      if let offset = firstInvalidUTF8(in: line), offset <= error.offset {
        throw .lineNotUTF8(place, byte: offset + 1)
      }
      throw .notJSON(place, column: error.column, reason: error.reason.description)
    }
    guard let members = value.object else { throw .notAnObject(place, found: value.kind) }
    self.members = members
  }

  /// The item, of this number in its collection, without its vectors.
  func item(
    number: Int, folder: String, role: PromptRole?, hasVector: Bool = false
  ) throws(CorpusError) -> CorpusItem {
    let content: CorpusItem.Content
    switch (try wholeText(), try text("image")) {
    case (let text?, nil): content = .text(text)
    case (nil, let path?): content = .image(.file(Path.joined(folder, path)))
    // A vector alone is an item without a text.
    case (nil, nil) where hasVector || has("embedding"): content = .text("")
    default: throw .needsOneContent(place)
    }
    return CorpusItem(
      id: try identifier() ?? String(number), content: content, label: try text("label"),
      language: try text("language"), task: try text("task"), role: try self.role() ?? role, place: place)
  }

  /// The text, under the first of the names that people have for it, behind its title where there is one.
  ///
  /// Source: `beir/retrieval/models/util.py`, `extract_corpus_sentences`: title and text with a blank between them.
  private func wholeText() throws(CorpusError) -> String? {
    let name = ["text", "chunk", "content"].first(where: has)
    let text = try name.map { (name) throws(CorpusError) in try self.text(name) } ?? nil
    guard let title = try self.text("title"), !title.isEmpty, !has("image") else { return text }
    guard let text, !text.isEmpty else { return title }
    return title + " " + text
  }

  /// The components under `embedding`.
  func embedding() throws(CorpusError) -> [Float]? {
    let name = "embedding"
    if members.isRepeated(name) { throw malformed(name, expected: "there once", found: "several members") }
    return try members[name].flatMap { (value) throws(CorpusError) in try Self.components(value, named: name, at: place)
    }
  }

  /// The components of a vector: numbers, or their bytes as 32-bit floats, least significant first, in Base64; `nil` of
  /// null.
  static func components(
    _ value: JSONValue, named name: String, at place: CorpusItem.Place
  ) throws(CorpusError) -> [Float]? {
    func malformed(expected: String, found: String) -> CorpusError {
      .malformedMember(place, member: name, expected: expected, found: found)
    }
    switch value {
    case .null: return nil
    case .array(let elements):
      var values: [Float] = []
      values.reserveCapacity(elements.count)
      for element in elements {
        switch element {
        case .integer(let number): values.append(Float(number))
        case .largeInteger(let digits): values.append(Float(digits) ?? .infinity)
        // What is not finite is found where all vectors are looked at.
        case .number(let number): values.append(Float(number))
        default: throw malformed(expected: "an array of numbers", found: "one with \(element.kind)")
        }
      }
      return values
    case .string(let text):
      guard let bytes = Base64.bytes(of: text), bytes.count.isMultiple(of: 4) else {
        throw malformed(expected: "numbers, or Base64 of 32-bit floats", found: "another string")
      }
      return stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
      }
    default: throw malformed(expected: "an array of numbers", found: value.kind)
    }
  }

  /// What the line says of its vector.
  func vectors(_ vector: SingleVector) throws(CorpusError) -> ImportedVectors {
    ImportedVectors(vector, task: try text("task"), fingerprint: members["fingerprint"]?.string)
  }

  /// Whether there is such a member, and it is not null.
  private func has(_ name: String) -> Bool { members[name].map { !$0.isNull } ?? false }

  /// The member that is a string; `nil` where it is absent or null.
  func text(_ name: String) throws(CorpusError) -> String? {
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

  func role() throws(CorpusError) -> PromptRole? {
    guard let name = try text("role") else { return nil }
    guard let role = PromptRole(rawValue: name) else {
      let known = PromptRole.allCases.map(\.rawValue.debugDescription).joined(separator: " or ")
      throw malformed("role", expected: known, found: name.debugDescription)
    }
    return role
  }

  func malformed(_ name: String, expected: String, found: String) -> CorpusError {
    .malformedMember(place, member: name, expected: expected, found: found)
  }
}
