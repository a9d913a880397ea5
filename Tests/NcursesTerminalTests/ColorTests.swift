import CTerminal
import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite struct ColorTests {
  @Test(
    "The number of colors follows the user, then NO_COLOR, COLORTERM and the terminal's description",
    arguments: [
      (nil, nil, nil, 256, ColorDepth.palette256), (nil, nil, nil, -1, .palette256), (nil, nil, nil, 8, .ansi16),
      (nil, nil, nil, 16, .ansi16), (nil, nil, nil, 88, .ansi16), (nil, nil, nil, 0, .mono),
      (nil, nil, nil, 1 << 24, .trueColor), (nil, nil, "truecolor", 256, .trueColor),
      (nil, nil, "24bit", 8, .trueColor),
      (nil, nil, "yes", 256, .palette256), (nil, "1", "truecolor", 256, .mono), (nil, "", nil, 256, .palette256),
      (.palette256, "1", "truecolor", 8, .palette256), (.mono, nil, "truecolor", 256, .mono),
    ] as [(ColorDepth?, String?, String?, Int, ColorDepth)])
  func depth(override: ColorDepth?, noColor: String?, colorTerm: String?, described: Int, depth: ColorDepth) {
    let detection = ColorDetection(noColor: noColor, colorTerm: colorTerm, describedColors: described)
    #expect(detection.depth(override: override) == depth)
  }

  @Test func eightColorsAreBrightInBold() {
    for (pair, wanted, isBold) in [
      ((-1, -1), (-1, -1), false), ((1, 7), (1, 7), false), ((7, 8), (7, 0), false), ((8, -1), (0, -1), true),
      ((15, 9), (7, 1), true),
    ] as [((Int32, Int32), (Int32, Int32), Bool)] {
      let colors = ColorPairs.Pair(foreground: pair.0, background: pair.1)
      #expect(colors.onEight == ColorPairs.Pair(foreground: wanted.0, background: wanted.1))
      #expect(colors.isBoldOnEight == isBold)
    }
  }

  @Test func whatIsTooLongForATerminalIsNotSentToIt() {
    #expect(clipboardSequence("é") == "\u{1B}]52;c;w6k=\u{7}")
    #expect(clipboardSequence(String(repeating: "é", count: 28_000))?.utf8.count == 74_668 + 8)
    #expect(clipboardSequence(String(repeating: "é", count: 28_000) + "x") == nil)
  }

  @Test func pairsAreNumberedOnceUntilTheNumbersRunOut() {
    var pairs = ColorPairs(capacity: 3)
    #expect(pairs.number(of: .init(foreground: -1, background: -1))?.number == 0)
    let red = ColorPairs.Pair(foreground: 1, background: -1)
    #expect(pairs.number(of: red) ?? (0, false) == (1, true))
    #expect(pairs.number(of: red) ?? (0, true) == (1, false))
    #expect(pairs.number(of: .init(foreground: 2, background: 3))?.number == 2)
    #expect(pairs.number(of: .init(foreground: 4, background: 3)) == nil)
    pairs.removeAll()
    #expect(pairs.number(of: .init(foreground: 4, background: 3)) ?? (0, false) == (1, true))
  }

  @Test func colorsAreCountedAsTheTerminalDoes() {
    let blue = Color.rgb(red: 0, green: 0, blue: 95)
    #expect(ColorPairs.code(of: .standard, depth: .trueColor) == -1)
    #expect(ColorPairs.code(of: .named(9), depth: .trueColor) == 9)
    #expect(ColorPairs.code(of: blue, depth: .trueColor) == 0x5F)
    #expect(ColorPairs.code(of: .rgb(red: 0, green: 0, blue: 3), depth: .trueColor) == 16)
    #expect(ColorPairs.code(of: blue, depth: .palette256) == 17)
    #expect(ColorPairs.code(of: .rgb(red: 255, green: 0, blue: 0), depth: .ansi16) == 9)
    #expect(ColorPairs.code(of: blue, depth: .mono) == -1)
  }

  @Test(
    "Bytes become base64 as RFC 4648's examples do",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
      ("foobar", "Zm9vYmFy"), ("中", "5Lit"),
    ])
  func base64Text(text: String, encoded: String) {
    #expect(base64(Array(text.utf8)) == encoded)
  }

  @Test func errorsSayWhatToDo() {
    for error in [TerminalError.noTerminal, .tooSimple(name: "dumb"), .unusable(name: "x")] {
      #expect("\(error)".contains("search") && "\(error)".hasSuffix("."))
    }
  }
}

@Suite struct BackgroundTests {
  @Test(
    "The color behind the text is read from a terminal's answer",
    arguments: [
      ("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", 0xFFFFFF), ("\u{1B}]11;rgb:1e1e/20ff/0000\u{7}", 0x1E2000),
      ("\u{1B}]11;rgb:ff/00/80\u{7}", 0xFF0080), ("\u{1B}]11;rgba:0000/8000/ffff/ffff\u{7}", 0x007FFF),
      ("typed\u{1B}]11;rgb:f/0/f\u{7}", 0xFF00FF), ("\u{1B}]11;rgb:12345/0/0\u{7}", -1), ("\u{1B}]11;rgb:12/", -1),
      ("\u{1B}]11;?\u{7}", -1), ("\u{1B}]10;rgb:ffff/ffff/ffff\u{7}", -1), ("\u{1B}[?62;c", -1), ("", -1),
    ])
  func answer(text: String, color: Int32) {
    // Safe: the string lives through the call.
    #expect(unsafe terminal_color_in_reply(text) == color)
  }

  @Test func aBackgroundIsLightWhereItIsNearerToWhite() {
    #expect(BackgroundDetection.isLight(color: 0xFDF6E3) && BackgroundDetection.isLight(color: 0x00FF00))
    #expect(!BackgroundDetection.isLight(color: 0x002B36) && !BackgroundDetection.isLight(color: 0x0000FF))
    #expect(!BackgroundDetection.isLight(color: -1))
    let told = ["15;0", "0;15", "0;default;15", "12;8", "0;7", "0;default", "", "0;99"].map {
      BackgroundDetection.isLight(colorsVariable: $0)
    }
    #expect(told == [false, true, true, false, true, nil, nil, nil])
  }
}
