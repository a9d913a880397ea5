import TerminalUI
import Testing

@Suite struct SavedScreenTests {
  private var screen: Screen {
    var screen = Screen(size: Size(columns: 5, rows: 2))
    screen.write("a", in: screen.bounds, style: Style(foreground: .rgb(red: 255, green: 0, blue: 0), isBold: true))
    screen[Position(row: 0, column: 1)] = Cell("水", style: Style(foreground: .named(3), background: .named(12)))
    return screen
  }

  @Test func textHasNoBlanksAtTheEndsOfItsLines() {
    #expect(screen.saved(as: "screen.txt", colorDepth: .trueColor) == "a水\n\n")
  }

  @Test func colorsAreEscapeSequencesOfTheDepth() {
    #expect(
      screen.saved(as: "screen.ansi", colorDepth: .trueColor)
        == "\u{1B}[0;1;38;2;255;0;0ma\u{1B}[0;33;104m水\u{1B}[0m  \n     \n")
    #expect(screen.escapeText(colorDepth: .palette256).hasPrefix("\u{1B}[0;1;38;5;196ma"))
    #expect(screen.escapeText(colorDepth: .mono) == "\u{1B}[0;1ma\u{1B}[0m水  \n     \n")
  }
}
