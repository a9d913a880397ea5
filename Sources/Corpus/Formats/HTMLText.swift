/// The text of an HTML page, as a reader without pictures would have it: no markup, scripts or styles, a line for each
/// block, and blanks as the page shows them.
///
/// It is no parser of documents: tags are taken as they come, so what is not closed or nested wrongly only moves line
/// ends. Every character of the page's own text is kept.
struct HTMLText {
  private var scalars: [Unicode.Scalar]
  private var place = 0
  private var output = String.UnicodeScalarView()
  /// Whether a blank stands before the next word.
  private var owesBlank = false
  /// Line ends that stand before the next word.
  private var owedLines = 0
  private var openPreformatted = 0

  /// The text of `page`.
  static func text(of page: String) -> String {
    var reader = HTMLText(scalars: Array(page.unicodeScalars))
    reader.read()
    return String(reader.output)
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private mutating func read() {
    while place < scalars.count {
      if scalars[place] == "<", readMarkup() { continue }
      append(readCharacter())
    }
  }

  /// Passes over a comment, a declaration or a tag; false where the `<` is one of the text.
  private mutating func readMarkup() -> Bool {
    if begins("<!--", at: place) {
      place = after("-->", from: place + 4)
      return true
    }
    guard place + 1 < scalars.count else { return false }
    if scalars[place + 1] == "!" || scalars[place + 1] == "?" {
      place = after(">", from: place + 1)
      return true
    }
    let isEnd = scalars[place + 1] == "/"
    let start = place + (isEnd ? 2 : 1)
    guard start < scalars.count, scalars[start].properties.isAlphabetic, scalars[start].isASCII else { return false }
    var end = start
    while end < scalars.count, scalars[end].isASCII, !" \t\n\r\u{C}/>".unicodeScalars.contains(scalars[end]) {
      end += 1
    }
    var name = String.UnicodeScalarView()
    name.append(contentsOf: scalars[start..<end])
    place = endOfTag(from: end)
    element(String(name).lowercased(), isEnd: isEnd)
    return true
  }

  private mutating func element(_ name: String, isEnd: Bool) {
    switch name {
    case "script", "style", "template", "noscript", "svg", "math", "iframe", "object":
      if !isEnd { place = end(ofElement: name) }
    case "pre", "textarea":
      breakLine(2)
      openPreformatted = max(0, openPreformatted + (isEnd ? -1 : 1))
    case "br": breakLine(1, always: true)
    case "td", "th": if !isEnd { owesBlank = true }
    case "title", "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "dl", "figure":
      breakLine(2)
    case _ where Self.blocks.contains(name): breakLine(1)
    default: break
    }
  }

  private static let blocks: Set<String> = [
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dt",
    "fieldset",
    "figcaption", "footer", "form", "frameset", "head", "header", "hgroup", "hr", "html", "legend", "li", "listing",
    "main",
    "menu", "nav", "option", "optgroup", "search", "section", "select", "summary", "tbody", "tfoot", "thead", "tr",
  ]

  /// Where the end tag of an element that holds no text of the page ends; the end of the page where there is none.
  private func end(ofElement name: String) -> Int {
    let tag = Array("</\(name)".unicodeScalars)
    var place = place
    while place < scalars.count {
      if scalars[place] == "<", place + tag.count <= scalars.count,
        zip(scalars[place...], tag).allSatisfy({ $0.properties.lowercaseMapping.unicodeScalars.first == $1 })
      {
        return endOfTag(from: place + tag.count)
      }
      place += 1
    }
    return place
  }

  /// Where a tag ends, quoted values of its attributes passed over.
  private func endOfTag(from start: Int) -> Int {
    var place = start
    var quote: Unicode.Scalar?
    var last: Unicode.Scalar?
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == ">" {
        return place
      } else if (scalar == "\"" || scalar == "'") && last == "=" {
        quote = scalar
      }
      if !scalar.properties.isWhitespace { last = scalar }
    }
    // A quote that is never closed hides no page.
    return quote == nil ? place : after(">", from: start)
  }

  /// The next character, written out or by a reference.
  private mutating func readCharacter() -> Unicode.Scalar {
    defer { place += 1 }
    guard scalars[place] == "&" else { return scalars[place] }
    // The longest name has eight letters, the longest number nine characters.
    guard let end = scalars[place...].prefix(11).firstIndex(of: ";") else { return "&" }
    var reference = String.UnicodeScalarView()
    reference.append(contentsOf: scalars[(place + 1)..<end])
    guard let scalar = HTMLEntities.scalar(of: String(reference)) else { return "&" }
    place = end
    return scalar
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    let isBlank = " \t\n\r\u{C}".unicodeScalars.contains(scalar)
    if isBlank && openPreformatted == 0 {
      owesBlank = true
      return
    }
    if output.isEmpty {
      if isBlank { return }
    } else if owedLines > 0 {
      output.append(contentsOf: repeatElement("\n", count: owedLines))
    } else if owesBlank {
      output.append(" ")
    }
    (owesBlank, owedLines) = (false, 0)
    output.append(scalar)
  }

  /// Ends the line: of a block once, however many begin or end here.
  private mutating func breakLine(_ count: Int, always: Bool = false) {
    owedLines = always ? owedLines + count : max(owedLines, count)
    owedLines = min(owedLines, 2)
    owesBlank = false
  }

  private func begins(_ text: String, at place: Int) -> Bool {
    scalars[place...].starts(with: text.unicodeScalars)
  }

  /// Where `text`, which is looked for from a place on, ends; the end of the page where it is not there.
  private func after(_ text: String, from start: Int) -> Int {
    var place = min(start, scalars.count)
    while place < scalars.count {
      if begins(text, at: place) { return place + text.unicodeScalars.count }
      place += 1
    }
    return place
  }
}
