import Foundation

/// Normalization to NFC as the reference does it: canonical decomposition and composition of Unicode 9.0.
///
/// Hugging Face `tokenizers` 0.22.2 uses the Rust crate `unicode-normalization-alignments` 0.1.12, whose tables are of
/// Unicode 9.0: scalars that came later neither decompose nor compose nor move there, and so they do not here.
/// Mappings of older scalars are stable by Unicode's policy; Foundation supplies them.
///
/// Source: Unicode Standard Annex 15; the Unicode Standard, sections 3.11 and 3.12.
struct CanonicalComposition: Sendable {
  /// The one set of tables.
  static let reference = CanonicalComposition()

  /// The version of Unicode by which the reference normalizes.
  private static let unicodeVersion = 9

  /// The full decomposition of each scalar that has one; Hangul syllables are computed instead.
  private let decompositions: [UInt32: [UInt32]]
  /// The primary composite of each pair, the pair packed in one word.
  private let composites: [UInt64: UInt32]
  /// Scalars, beside combining marks, that composition can change or join to one before.
  ///
  /// Text without these and without marks of a combining class is its own NFC; where there are some, nothing reaches
  /// beyond the nearest other scalars.
  let unstableScalars: Set<UInt32>

  private init() {
    // Between these lie ideographs, Yi, Hangul syllables and private use, none of which decomposes by table.
    let candidates = [UInt32(0xC0)..<0x3400, 0xF900..<0x20000, 0x2F800..<0x2FA20].joined()
      .compactMap { Unicode.Scalar($0) }.filter { $0.isAssigned(inUnicode: Self.unicodeVersion) }
    // One call for all: a line feed takes no part in normalization and keeps them apart.
    var text = String.UnicodeScalarView()
    for scalar in candidates { text.append(contentsOf: [scalar, "\n"]) }
    let decomposed = String(text).decomposedStringWithCanonicalMapping.unicodeScalars.split(separator: "\n")

    var decompositions: [UInt32: [UInt32]] = [:]
    var composed: [[UInt32]: UInt32] = [:]
    var unstable = Set(Hangul.vowels).union(Hangul.trailings)
    for (scalar, parts) in zip(candidates, decomposed) where !parts.elementsEqual(CollectionOfOne(scalar)) {
      let parts = parts.map(\.value)
      decompositions[scalar.value] = parts
      if scalar.properties.isFullCompositionExclusion {
        unstable.insert(scalar.value)
      } else {
        composed[parts] = scalar.value
      }
    }
    var composites: [UInt64: UInt32] = [:]
    for (parts, composite) in composed {
      guard let second = parts.last else { continue }
      let first = parts.count == 2 ? parts.first : composed[Array(parts.dropLast())]
      if let first { composites[Self.pair(first, second)] = composite }
      unstable.insert(second)
    }
    self.decompositions = decompositions
    self.composites = composites
    unstableScalars = unstable
  }

  /// The NFC of a few scalars that neither neighbor can reach into, each with how many scalars it stands for.
  ///
  /// What a scalar of the result stands for is counted as in the reference, by place: a scalar that decomposition
  /// adds stands for none, one that composition makes for all it has swallowed.
  ///
  /// Source: `Recompositions` and `Decompositions` of `unicode-normalization-alignments` 0.1.12.
  func normalize(_ scalars: [UInt32]) -> [(scalar: UInt32, consumed: Int)] {
    var result: [(scalar: UInt32, consumed: Int)] = []
    var starter: Int?
    // The class of the last scalar kept after the starter; nil right behind it.
    var lastClass: UInt8?
    for part in orderedDecomposition(scalars) {
      if let starter, lastClass.map({ $0 < part.combiningClass }) ?? true,
        let composite = composite(result[starter].scalar, part.scalar)
      {
        result[starter] = (composite, result[starter].consumed + part.consumed)
        continue
      }
      if part.combiningClass == 0 { starter = result.count }
      lastClass = part.combiningClass == 0 ? nil : part.combiningClass
      result.append((part.scalar, part.consumed))
    }
    return result
  }

  private typealias Part = (scalar: UInt32, consumed: Int, combiningClass: UInt8)

  private func orderedDecomposition(_ scalars: [UInt32]) -> [Part] {
    var parts: [Part] = []
    for scalar in scalars {
      for (index, part) in (Hangul.decomposition(scalar) ?? decompositions[scalar] ?? [scalar]).enumerated() {
        parts.append((part, index == 0 ? 1 : 0, Unicode.Scalar(part).map(Self.combiningClass) ?? 0))
      }
    }
    for run in parts.indices.split(whereSeparator: { parts[$0].combiningClass == 0 }) where run.count > 1 {
      // The place decides between equals: marks of one class keep their order.
      let order = run.sorted { (parts[$0].combiningClass, $0) < (parts[$1].combiningClass, $1) }
      let sorted = order.map { parts[$0] }
      parts.replaceSubrange(run, with: sorted)
    }
    return parts
  }

  /// The canonical combining class of a scalar.
  static func combiningClass(_ scalar: Unicode.Scalar) -> UInt8 {
    let combiningClass = scalar.properties.canonicalCombiningClass.rawValue
    return combiningClass != 0 && scalar.isAssigned(inUnicode: unicodeVersion) ? combiningClass : 0
  }

  private func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    Hangul.composite(first, second) ?? composites[Self.pair(first, second)]
  }

  private static func pair(_ first: UInt32, _ second: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(second) }
}

/// Hangul syllables, which decompose and compose by arithmetic (the Unicode Standard, section 3.12).
private enum Hangul {
  private static let syllables = UInt32(0xAC00)...0xD7A3
  private static let leadings = UInt32(0x1100)...0x1112
  static let vowels = UInt32(0x1161)...0x1175
  static let trailings = UInt32(0x11A8)...0x11C2
  /// Trailing consonants and none.
  private static let trailingCount = UInt32(28)
  private static let vowelCount = UInt32(21)

  static func decomposition(_ scalar: UInt32) -> [UInt32]? {
    guard syllables.contains(scalar) else { return nil }
    let index = scalar - syllables.lowerBound
    let pair = index / trailingCount
    let trailing = index % trailingCount
    return [leadings.lowerBound + pair / vowelCount, vowels.lowerBound + pair % vowelCount]
      + (trailing > 0 ? [trailings.lowerBound + trailing - 1] : [])
  }

  static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leadings.contains(first), vowels.contains(second) {
      let pair = (first - leadings.lowerBound) * vowelCount + second - vowels.lowerBound
      return syllables.lowerBound + pair * trailingCount
    }
    if syllables.contains(first), trailings.contains(second),
      (first - syllables.lowerBound).isMultiple(of: trailingCount)
    {
      return first + second - trailings.lowerBound + 1
    }
    return nil
  }
}
