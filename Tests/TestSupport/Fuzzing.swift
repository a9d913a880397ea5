import Foundation
import Testing

/// Damaged documents for a parser of what nobody can trust: seeded, so that what fails fails again.
///
/// - `JINASCOPE_FUZZ=100000`: so many cases for each parser, instead of a few hundred.
/// - `JINASCOPE_FUZZ_SEED=7`: other cases.
/// - `JINASCOPE_FUZZ_KEEP=FOLDER`: each case is written to `FOLDER/PARSER` before it is tried: what is there after a
///   crash is the case.
public struct Fuzzing {
  /// What does not hold of a document that was read.
  public struct Broken: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// What does not hold, in a sentence.
    public init(_ description: String) { self.description = description }
  }

  /// Changes a document.
  public typealias Mutator = (inout [UInt8], inout SplitMix) -> Void

  /// The processor time that a case may take, in seconds: far more than any needs in a debug build.
  private static let patience = 5.0

  private let name: String
  private let count: Int
  private let seed: UInt64
  private let folder: String?

  /// Cases for one parser.
  ///
  /// - Parameters:
  ///   - name: the parser's, in messages.
  ///   - count: how many cases where nobody asks for more.
  public init(_ name: String, count: Int = 300) {
    let environment = ProcessInfo.processInfo.environment
    self.name = name
    self.count = environment["JINASCOPE_FUZZ"].flatMap(Int.init) ?? count
    seed = environment["JINASCOPE_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
    folder = environment["JINASCOPE_FUZZ_KEEP"]
    if environment["JINASCOPE_FUZZ"] != nil { print("fuzzing \(name): \(self.count) cases, seed \(seed)") }
  }

  /// Tries damaged forms of `documents`: each is read, or refused with a sentence, in bounded time.
  ///
  /// - Parameters:
  ///   - mutate: changes a document once; it is called a few times for each case.
  ///   - repair: makes right again what would keep a change from being looked at, as checksums and lengths.
  ///   - read: reads a case, and throws `Broken` where what was read may not be so.
  public func run(
    _ documents: [[UInt8]], _ mutate: Mutator, repair: ([UInt8]) -> [UInt8] = { $0 },
    read: ([UInt8]) throws -> Void
  ) {
    var refused = 0
    for number in 0..<count {
      // A state for each case, so that every case can be had without those before it.
      var generator = SplitMix(state: seed &* 0x9E37_79B9 &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
      var document = documents[number % documents.count]
      for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&document, &generator) }
      document = repair(document)
      if let folder { try? Data(document).write(to: URL(filePath: folder).appending(path: name)) }
      let start = Self.processorTime
      do { try read(document) } catch {
        refused += 1
        let sentence = "\(error)"
        // Names from a document may stand in it as they are: whoever shows it escapes them.
        if error is Broken || sentence.isEmpty || sentence.utf8.count > 5000 {
          record(number, document, "\(type(of: error)): \(sentence)")
        }
      }
      let time = Self.processorTime - start
      if time > Self.patience { record(number, document, "it took \(time) s") }
    }
    // Most must get past the beginning, or nothing was tested; and some must be found.
    if count >= 100 { #expect(refused > 0 && refused < count, "\(name): \(refused) of \(count) were refused") }
  }

  private func record(_ number: Int, _ document: [UInt8], _ reason: String) {
    let text = String(decoding: document.prefix(2000), as: UTF8.self).debugDescription
    Issue.record("\(name), case \(number) of seed \(seed): \(reason)\n\(text)")
  }

  /// The processor time of this thread, in seconds: that of the clock depends on what else runs.
  private static var processorTime: Double {
    var time = timespec()
    // Safe: the system writes the one structure.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Fuzzing {
  /// Bytes overwritten, turned, inserted, removed, cut off, lengths blown up.
  public static func bytes(_ document: inout [UInt8], _ generator: inout SplitMix) {
    guard !document.isEmpty else { return document.append(UInt8.random(in: 0...255, using: &generator)) }
    let place = Int.random(in: 0..<document.count, using: &generator)
    let length = min(Int.random(in: 1...40, using: &generator), document.count - place)
    switch Int.random(in: 0..<16, using: &generator) {
    case 0...3: document[place] = UInt8.random(in: 0...255, using: &generator)
    case 4...7: document[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 8, 9: document[place] = Bool.random(using: &generator) ? 0 : 0x7F
    case 10, 11: document.insert(contentsOf: Array(document[place..<(place + length)]), at: place)
    case 12, 13: document.removeSubrange(place..<(place + length))
    case 14: for index in place..<(place + min(length, 4)) { document[index] = 0xFF }
    default: document.removeSubrange(max(1, place)...)
    }
  }

  /// Pieces of a language put in, in the place of others, and lines moved; now and then bytes.
  public static func text(_ pieces: [String]) -> Mutator {
    { document, generator in
      let place = Int.random(in: 0...document.count, using: &generator)
      let length = min(Int.random(in: 1...12, using: &generator), document.count - place)
      let piece = pieces.randomElement(using: &generator) ?? ""
      switch Int.random(in: 0..<8, using: &generator) {
      case 0...2: document.insert(contentsOf: piece.utf8, at: place)
      case 3...4: document.replaceSubrange(place..<(place + length), with: piece.utf8)
      case 5:
        var lines = document.split(separator: 0x0A, omittingEmptySubsequences: false)
        if let line = lines.randomElement(using: &generator) {
          lines.insert(line, at: Int.random(in: 0...lines.count, using: &generator))
        }
        document = Array(lines.joined(separator: [0x0A]))
      case 6: document.removeSubrange(place..<(place + length))
      default: bytes(&document, &generator)
      }
    }
  }

  /// Values of JSON replaced by others and by each other, repeated, removed and nested; now and then bytes.
  public static func json(_ document: inout [UInt8], _ generator: inout SplitMix) {
    let values = values(of: document)
    guard let value = values.randomElement(using: &generator), Int.random(in: 0..<8, using: &generator) > 0 else {
      return bytes(&document, &generator)
    }
    let other = values.randomElement(using: &generator).map { Array(document[$0]) } ?? []
    switch Int.random(in: 0..<12, using: &generator) {
    case 0...4: document.replaceSubrange(value, with: (oddValues.randomElement(using: &generator) ?? "").utf8)
    case 5...6: document.replaceSubrange(value, with: other)
    case 7: document.insert(contentsOf: Array(document[value]) + [UInt8(ascii: ",")], at: value.lowerBound)
    case 8: document.replaceSubrange(value, with: [UInt8(ascii: "[")] + document[value] + [UInt8(ascii: "]")])
    case 9:
      let depth = [2, 100, 127, 128, 129, 5000].randomElement(using: &generator) ?? 2
      let (open, close) = Bool.random(using: &generator) ? ("[", "]") : (#"{"a":"#, "}")
      let nested = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
      document.replaceSubrange(value, with: nested.utf8)
    case 10: document.removeSubrange(value)
    default:
      // A member again, as far as the value reaches.
      let start = document[..<value.lowerBound].lastIndex { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "{") }
      if let start {
        document.insert(
          contentsOf: [UInt8(ascii: ",")] + document[(start + 1)..<value.upperBound], at: value.upperBound)
      }
    }
  }

  private static let oddValues = [
    "null", "true", "false", "0", "-0", "-1", "1", "2", "3", "7", "1.0", "1.5", "-1e-3", "1e308", "1e400", "1e-400",
    "NaN", "Infinity", "-Infinity", "2147483647", "2147483648", "4294967296", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551616",
    "4611686018427387904",
    "1000000000000000000000000000000000000000", #""""#, #""\u0000""#, #""\ud83d\ude00""#, #""\ud83d""#,
    #""\u001b[31m""#,
    #""../../x""#, #""/etc/passwd""#, #""a\nb""#, "\"e\u{301}\"", "\"\u{202E}\"", "[]", "{}", "[[]]", "[1,2,3]",
    "[0,0]", "[null]", #"["",""]"#, #"{"":1}"#, #"{"a":1,"a":2}"#, "[9223372036854775807,9223372036854775807]",
    "[4294967296,4294967296]",
  ]

  /// Where values stand, and names: texts, numbers, words, and everything between brackets that fit.
  private static func values(of document: [UInt8]) -> [Range<Int>] {
    var values: [Range<Int>] = []
    var open: [Int] = []
    var place = 0
    while place < document.count {
      let start = place
      place += 1
      switch document[start] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): open.append(start)
      case UInt8(ascii: "}"), UInt8(ascii: "]"): if let begin = open.popLast() { values.append(begin..<place) }
      case UInt8(ascii: "\""):
        while place < document.count, document[place] != UInt8(ascii: "\"") {
          place += document[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, document.count)
        values.append(start..<place)
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0...0x20: break
      default:
        while place < document.count, !",:]}".utf8.contains(document[place]), document[place] > 0x20 { place += 1 }
        values.append(start..<place)
      }
    }
    return values
  }
}
