import TestSupport
import Testing

@testable import Corpus

struct HTMLTextTests {
  @Test(arguments: [
    ("a", "a"), ("", ""), ("<p>one</p><p>two</p>", "one\n\ntwo"), ("a<br>b<br/>c", "a\nb\nc"),
    ("<b>bold</b>face and <i>more</i>", "boldface and more"), ("  a \n\t b  ", "a b"),
    ("<title>T</title><script>if (a < b) x()</script><body>B", "T\n\nB"), ("<style>p{}</style>x", "x"),
    ("<SCRIPT>x</SCRIPT >y", "y"), ("<script>never ends", ""), ("a<!-- b --> c", "a c"), ("<!-- never ends", ""),
    ("<!DOCTYPE html><html><head></head><body>x</body></html>", "x"),
    ("&lt;b&gt; &amp; &eacute;&#233;&#xE9;", "<b> & ééé"),
    ("&nbsp;x", "\u{A0}x"),
    ("AT&T &unknown; &#0; &#150; &#xD800; &#99999999999;", "AT&T &unknown; \u{FFFD} – \u{FFFD} &#99999999999;"),
    ("<pre>a\n  b</pre>c", "a\n  b\n\nc"), ("<a title=\"x > y\">z</a>", "z"), ("<a title='x>y'>z", "z"),
    ("<a title=\"x>z", "z"),
    ("1 < 2 and a<b", "1 < 2 and a"), ("<", "<"), ("<3", "<3"), ("</", "</"), ("<p", ""), ("&", "&"), ("&;", "&;"),
    ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"), ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
    ("<?php echo ?>x", "x"), ("e\u{301}<i>\u{301}</i>", "e\u{301}\u{301}"),
  ])
  func aPageIsItsText(page: String, expected: String) {
    let text = HTMLText.text(of: page)
    #expect(
      Array(text.unicodeScalars) == Array(expected.unicodeScalars), "\(page.debugDescription): \(text.debugDescription)"
    )
  }

  @Test func damagedPagesAreRead() {
    let page =
      "<html><head><title>T &amp; t</title><script>a<b</script></head><body class=\"x>y\"><p>é &#233;<br/>b<!-- c --></p></body></html>"
    let pieces = ["<", ">", "\"", "'", "&", ";", "=", "<!--", "-->", "</script>", "<script", "<pre>", "&#x", "\u{0}"]
    Fuzzing("html", count: 1500).run([Array(page.utf8)], Fuzzing.text(pieces)) { bytes in
      // What is not UTF-8 is refused before it comes here.
      guard let page = String(validating: bytes, as: UTF8.self) else { throw CorpusError.empty(inputs: []) }
      _ = HTMLText.text(of: page)
    }
  }

  @Test func aPageOfNothingButBeginningsTakesNoLongerThanItsLength() {
    for piece in ["<a =\"", "<a ='", "<!--", "<script>", "<!", "&#", "<p><pre>", "</script"] {
      _ = HTMLText.text(of: String(repeating: piece, count: 50_000))
    }
  }
}
