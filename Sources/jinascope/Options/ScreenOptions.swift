public import ArgumentParser
public import Explorer
import TerminalUI

extension ThemeName: ExpressibleByArgument {}

/// `--theme`, `--color`, `--mouse` and `--size`: the screen of the explorer.
struct ScreenOptions: ParsableArguments {
  @Option(help: "How many colors to use: truecolor, 256, 16 or mono; by default as many as the terminal has.")
  var color: ColorName?

  @Option(
    help: "The theme: dark, light, high-contrast or mono; by default dark or light, like the terminal's background.")
  var theme: ThemeName?

  @Flag(inversion: .prefixedNo, help: "Whether the explorer uses the mouse; M toggles it.")
  var mouse: Bool?

  @Option(
    help: ArgumentHelp("The size of the screen for scripts, such as 120x40.", valueName: "columns x rows"))
  var size = ScreenSize(columns: 80, rows: 24)
}

/// The depths of color, as they are written on the command line.
enum ColorName: String, ExpressibleByArgument, CaseIterable {
  case trueColor = "truecolor"
  case palette256 = "256"
  case ansi16 = "16"
  case mono

  /// The depth of that name.
  var depth: ColorDepth {
    switch self {
    case .trueColor: .trueColor
    case .palette256: .palette256
    case .ansi16: .ansi16
    case .mono: .mono
    }
  }
}

/// A size as it is written on the command line: `120x40`.
struct ScreenSize: ExpressibleByArgument, CustomStringConvertible {
  let columns: Int
  let rows: Int

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  init?(argument: String) {
    let numbers = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let columns = numbers[0], let rows = numbers[1], (1...1000).contains(columns),
      (1...1000).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }

  var description: String { "\(columns)x\(rows)" }
  var defaultValueDescription: String { description }

  /// The size as the screen knows it.
  var size: Size { Size(columns: columns, rows: rows) }
}
