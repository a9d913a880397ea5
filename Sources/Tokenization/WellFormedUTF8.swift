/// Reading of bytes that are known to be well-formed UTF-8.
extension [UInt8] {
  /// The scalar that begins at `position`, and how many bytes it takes.
  func scalar(at position: Int) -> (value: UInt32, length: Int) {
    let lead = UInt32(self[position])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | continuation(position + 1), 2) }
    if lead < 0xF0 { return ((lead & 0x0F) << 12 | continuation(position + 1) << 6 | continuation(position + 2), 3) }
    return (
      (lead & 0x07) << 18 | continuation(position + 1) << 12 | continuation(position + 2) << 6
        | continuation(position + 3), 4
    )
  }

  /// Where the scalar begins whose last byte stands before `end`.
  func startOfScalar(endingAt end: Int) -> Int {
    var start = end - 1
    while isContinuation(start) { start -= 1 }
    return start
  }

  /// The smallest range of whole scalars around `range`, which is not empty.
  func wholeScalars(around range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while isContinuation(start) { start -= 1 }
    while end < count, isContinuation(end) { end += 1 }
    return start..<end
  }

  private func isContinuation(_ position: Int) -> Bool { self[position] & 0xC0 == 0x80 }

  private func continuation(_ position: Int) -> UInt32 { UInt32(self[position] & 0x3F) }
}
