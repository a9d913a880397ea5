extension TracedText {
  /// Any bytes as text: each maximal ill-formed sequence becomes U+FFFD, as Python's `errors="replace"` does.
  init(repairing bytes: [UInt8]) {
    guard String(validating: bytes, as: UTF8.self) == nil else {
      self.init(bytes)
      return
    }
    var text: [UInt8] = []
    var map = SourceMap()
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var (copied, position) = (0, 0)
    func copy(upTo end: Int) {
      map.append(copyOf: copied..<end, at: text.count)
      text += bytes[copied..<end]
    }
    parsing: while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): position += scalar.count
      case .error(let length):
        copy(upTo: position)
        map.append(scalarFor: position..<position + length, at: text.count)
        text += UTF8.encodedReplacementCharacter
        position += length
        copied = position
      case .emptyInput: break parsing
      }
    }
    copy(upTo: bytes.count)
    self.init(text, map, of: TracedText(bytes))
  }

  /// The NFC of a part of this text; `nil` where the part is its own.
  ///
  /// Complexity: O(bytes), plus the sorting of each run of combining marks.
  func normalized(_ range: Range<Int>) -> TracedText? {
    let classes = ScalarClasses.reference
    var text: [UInt8] = []
    var map = SourceMap()
    var copied = range.lowerBound
    var position = range.lowerBound
    var lastStable: Int?
    while position < range.upperBound {
      let (scalar, length) = bytes.scalar(at: position)
      guard classes[scalar].contains(.unstable) else {
        lastStable = position
        position += length
        continue
      }
      // The stable scalar before may compose with what follows; the stable one behind is out of reach.
      let start = lastStable ?? position
      map.append(copyOf: copied..<start, at: text.count)
      text += bytes[copied..<start]
      (position, lastStable) = (start, nil)
      var scalars: [UInt32] = []
      var starts: [Int] = []
      repeat {
        let (scalar, length) = bytes.scalar(at: position)
        scalars.append(scalar)
        starts.append(position)
        position += length
      } while position < range.upperBound && classes[bytes.scalar(at: position).value].contains(.unstable)
      starts.append(position)
      copied = position
      var next = 0
      for (scalar, consumed) in CanonicalComposition.reference.normalize(scalars) {
        // A scalar that was added stands for what the one before it does.
        let first = consumed > 0 ? next : max(next - 1, 0)
        map.append(scalarFor: starts[first]..<starts[first + 1], at: text.count)
        text += Unicode.Scalar(scalar).flatMap { UTF8.encode($0) } ?? UTF8.encodedReplacementCharacter
        next += consumed
      }
    }
    guard copied > range.lowerBound else { return nil }
    map.append(copyOf: copied..<range.upperBound, at: text.count)
    text += bytes[copied..<range.upperBound]
    return TracedText(text, map, of: self)
  }
}
