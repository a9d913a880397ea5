import Corpus
import TerminalUI

/// A part of a document inside of its document, wrapped: the lines before it, its own, and those behind it.
struct ChunkText {
  private let before: String
  private let own: String
  private let after: String

  /// The most bytes before a part that can be scrolled back to: they are wrapped for every frame.
  private static let mostBefore = 1 << 14

  /// Lines before the part that are shown at first.
  private static let context = 2

  /// A line and whether it belongs to the part.
  struct Line {
    let text: String
    let isOwn: Bool
  }

  init(_ chunk: Chunk) {
    let bytes = Array(chunk.text.utf8)
    var start = max(0, chunk.range.lowerBound - Self.mostBefore)
    while start > 0, start < chunk.range.lowerBound, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let omitted = start > 0 ? "(\(start) bytes before)\n" : ""
    before = omitted + String(decoding: bytes[start..<chunk.range.lowerBound], as: UTF8.self)
    own = String(decoding: bytes[chunk.range], as: UTF8.self)
    after = String(decoding: bytes[chunk.range.upperBound...], as: UTF8.self)
  }

  /// Up to `limit` lines of a place of that many columns.
  func lines(columns: Int, limit: Int) -> [Line] {
    let head = Self.wrapped(Self.withoutEnd(before), columns, limit).map { Line(text: $0, isOwn: false) }
    let middle = Self.wrapped(own, columns, limit - head.count).map { Line(text: $0, isOwn: true) }
    let rest = after.first?.isNewline == true ? String(after.dropFirst()) : after
    let tail = Self.wrapped(rest, columns, limit - head.count - middle.count).map { Line(text: $0, isOwn: false) }
    return head + middle + tail
  }

  /// The line that is at the top at first: the part's own, behind a little of what comes before it.
  func firstLine(columns: Int) -> Int {
    max(0, Self.wrapped(Self.withoutEnd(before), columns, .max).count - Self.context)
  }

  private static func wrapped(_ text: String, _ columns: Int, _ limit: Int) -> [String] {
    text.isEmpty || limit <= 0 ? [] : TextWidth.lines(of: text, columns: columns, limit: limit)
  }

  /// The text without one line end at its end: the part begins a line of its own anyway.
  private static func withoutEnd(_ text: String) -> String {
    text.last?.isNewline == true ? String(text.dropLast()) : text
  }
}
