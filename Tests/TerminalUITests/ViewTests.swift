import Testing

@testable import TerminalUI

/// The glyphs a view draws on a screen of its own.
func drawn(_ view: some View, _ columns: Int, _ rows: Int) -> String {
  var screen = Screen(size: Size(columns: columns, rows: rows))
  view.draw(on: &screen, in: screen.bounds)
  return screen.text
}

@Suite struct ViewTests {
  private let views: [any View] = [
    Border(number: 3, title: "Items 中文", detail: "1 of 9", hints: ["y copy", "e export"], isFocused: true),
    Label("one two three 中文字\nnext", wraps: true), Label("短い text", alignment: .trailing),
    ProgressBar(fraction: 0.4, label: "layer 3 of 36"), ProgressBar(fraction: nil, label: "loading"),
    List(columns: [.init("#", .fixed(4)), .init("item", .flexible())], count: 50, selection: 20) { row in
      [.init("\(row)"), .init("項目 \(row)")]
    },
    { () -> TextField in
      var field = TextField("some text 中文\nmore")
      field.isFocused = true
      return field
    }(),
  ]

  @Test func everyViewDrawsOnlyInsideItsRectangleWhateverItsSize() {
    for view in views {
      for columns in 0...40 {
        for rows in 0...12 {
          var screen = Screen(size: Size(columns: 50, rows: 20))
          screen.fill(screen.bounds, with: "~")
          let place = Rect(row: 3, column: 4, columns: columns, rows: rows)
          view.draw(on: &screen, in: place)
          for row in 0..<20 {
            for column in 0..<50 where !place.contains(Position(row: row, column: column)) {
              let text = screen[Position(row: row, column: column)].text
              if text != "~" { Issue.record("\(view) wrote \(text) at \(row), \(column) for \(place)") }
            }
          }
        }
      }
    }
  }

  @Test func everyViewSurvivesARectangleBeyondTheScreen() {
    for view in views {
      var screen = Screen(size: Size(columns: 10, rows: 4))
      for origin in [-5, 0, 5, 50] {
        view.draw(on: &screen, in: Rect(row: origin, column: origin, columns: 20, rows: 10))
      }
    }
  }

  @Test func bordersShowNumberTitleDetailAndTheHintsThatFit() {
    let border = Border(
      number: 3, title: "Items", detail: "1 of 9", hints: ["y copy", "e export", "/ filter"], isFocused: false)
    #expect(
      drawn(border, 30, 3)
        == """
        ┌─ 3 Items ───────── 1 of 9 ─┐
        │                            │
        └─ y copy  e export ─────────┘
        """.replacingSpaces(30))
    var focused = border
    focused.isFocused = true
    #expect(drawn(focused, 13, 2) == "┏━ 3 Items ━┓\n┗━ y copy ━━┛".replacingSpaces(13))
    focused.isASCII = true
    #expect(drawn(focused, 13, 2) == "#= 3 Items =#\n#= y copy ==#".replacingSpaces(13))
  }

  @Test func labelsWrapAtSpacesAndBetweenWideCharacters() {
    #expect(TextWidth.lines(of: "the quick  brown fox", columns: 9) == ["the quick", "brown fox"])
    #expect(TextWidth.lines(of: "abcdefghij", columns: 4) == ["abcd", "efgh", "ij"])
    #expect(TextWidth.lines(of: "日本語のテスト", columns: 5) == ["日本", "語の", "テス", "ト"])
    #expect(TextWidth.lines(of: "a\n\nb\tc", columns: 9) == ["a", "", "b   c"])
    #expect(TextWidth.lines(of: "to be or not", columns: 5, limit: 2) == ["to be", "or"])
    #expect(TextWidth.lines(of: "abc", columns: 0).isEmpty)
    #expect(drawn(Label("one two three", wraps: true, scroll: 1), 4, 3) == "two \nthre\ne   ")
    #expect(drawn(Label("one two three"), 6, 2) == "one t…\n      ")
  }

  @Test func progressShowsPercentBarAndLabel() {
    #expect(drawn(ProgressBar(fraction: 0.55, label: "layer 3"), 23, 1) == " 55% █████▌░░░░ layer 3")
    #expect(drawn(ProgressBar(fraction: 0.5, label: "x", isASCII: true), 13, 1) == " 50% ###--- x")
    #expect(drawn(ProgressBar(fraction: 7, label: ""), 10, 1) == "100% █████")
    #expect(drawn(ProgressBar(fraction: nil, label: "loading"), 10, 1) == "loading   ")
    #expect(drawn(ProgressBar(fraction: 0.3, label: "a longer label"), 12, 1) == " 30% a long…")
  }

  @Test func listsShowHeadingsTheSelectionAndAScrollBar() {
    let list = List(
      columns: [.init("#", .fixed(3), alignment: .trailing), .init("item", .flexible())], count: 20, selection: 10
    ) { row in [.init("\(row)"), .init("項目 number \(row)")] }
    #expect(
      drawn(list, 14, 5)
        == """
          # item
          8 項目 num…│
          9 項目 num…█
        >10 項目 num…│
         11 項目 num…│
        """.replacingSpaces(14))
    #expect(list.row(at: Position(row: 4, column: 2), in: Rect(row: 0, column: 0, columns: 14, rows: 5)) == 11)
    #expect(list.row(at: Position(row: 0, column: 2), in: Rect(row: 0, column: 0, columns: 14, rows: 5)) == nil)
  }

  @Test func theSelectionIsAlwaysAmongTheVisibleRows() {
    for selection in 0..<30 {
      for scroll in [nil, 0, 7, 29, 500, -3] {
        for rows in 1...6 {
          let list = List(columns: [.init("", .flexible())], count: 30, selection: selection, scroll: scroll) { _ in []
          }
          let visible = list.visibleRows(in: Rect(row: 0, column: 0, columns: 9, rows: rows))
          #expect(visible.contains(selection) && visible.count == rows && visible.upperBound <= 30)
        }
      }
    }
  }

  @Test(
    "Numbers are rounded to their decimals",
    arguments: [
      (0.7125, 2, "0.71"), (-0.004, 2, "0.00"), (-0.006, 2, "-0.01"), (12, 0, "12"), (0.999, 2, "1.00"),
      (.nan, 3, "-"), (-.infinity, 1, "-∞"), (1e18, 2, "∞"), (9.5, 1, "9.5"),
    ])
  func numbers(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test func sharesAreShort() {
    let whole = [0, 7, 999, 1000, 9988, 165_542, -1_234_567, .min]
    #expect(
      whole.map { NumberText.grouped($0) } == [
        "0", "7", "999", "1,000", "9,988", "165,542", "-1,234,567", "-9,223,372,036,854,775,808",
      ])
    #expect([0.712, -0.03, 1, -1, 0].map { NumberText.short($0) } == [".71", "-.03", "1.0", "-1.0", ".00"])
  }
}

extension String {
  /// Every line filled with spaces to `columns` columns, as a screen has them (multi-line literals lose them).
  func replacingSpaces(_ columns: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0 + String(repeating: " ", count: max(0, columns - TextWidth.columns(of: String($0)))) }
      .joined(separator: "\n")
  }
}
