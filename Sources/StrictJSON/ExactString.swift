/// A string that equals another only where their bytes are the same: `String` itself compares by canonical equivalence,
/// under which two tokens of a vocabulary, or two files of a folder, may be one.
public struct ExactString: Hashable, Sendable {
  /// The string.
  public let string: String

  /// A string to be compared by its bytes.
  public init(_ string: String) { self.string = string }

  /// Whether the bytes are the same.
  public static func == (left: Self, right: Self) -> Bool { left.string.utf8.elementsEqual(right.string.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    // Eight bytes at a time: combining single bytes costs more than reading a whole document.
    var word: UInt64 = 0
    var count = 0
    for byte in string.utf8 {
      word = word << 8 | UInt64(byte)
      count += 1
      if count & 7 == 0 { hasher.combine(word) }
    }
    hasher.combine(word)
    hasher.combine(count)
  }
}
