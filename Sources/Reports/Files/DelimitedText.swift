/// Rows as lines of text with a delimiter between the fields: the one place that quotes.
///
/// A field is quoted where it holds the delimiter, a quote or a line end, looked for in its bytes: a combining mark after a
/// comma hides it from a search by `Character`. Lines end in LF.
///
/// Source: RFC 4180, section 2, of whose rules only the CRLF at the end of lines is not followed.
public struct DelimitedText: Sendable {
  private let delimiter: UInt8

  /// Comma-separated values.
  public static let csv = DelimitedText(delimiter: UInt8(ascii: ","))
  /// Tab-separated values, quoted as comma-separated ones are.
  public static let tsv = DelimitedText(delimiter: UInt8(ascii: "\t"))

  /// Appends a line of fields.
  public func append(_ fields: some Sequence<String>, to bytes: inout [UInt8]) {
    var isFirst = true
    for field in fields {
      if !isFirst { bytes.append(delimiter) }
      isFirst = false
      append(field, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private func append(_ field: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    let needsQuotes = field.utf8.contains {
      $0 == delimiter || $0 == quote || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n")
    }
    guard needsQuotes else {
      bytes.append(contentsOf: field.utf8)
      return
    }
    bytes.append(quote)
    for byte in field.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }
}
