import Imaging
import Reports
import TerminalUI

/// Everything that makes a pane, in one place: its name, its view, what it computes, and what keys and clicks do in it.
///
/// To add a pane: a folder with its state, its view and a definition, a case of `Pane`, and a property of
/// `ExplorerState`.
protocol PaneDefinition: SendableMetatype {
  associatedtype Content: PaneView

  /// The name in its border; in lower case, what commands, settings and files call it.
  static var title: String { get }
  /// The values it computes off the main thread.
  static var derivations: [Derivation] { get }
  /// The formats it can be exported as, the usual one first.
  static var exportFormats: [ExportFormat] { get }

  /// The view of `state`.
  static func view(of state: ExplorerState, _ theme: Theme) -> Content
  /// All that it shows, as a table; `nil` while it shows something else.
  static func table(of state: ExplorerState) -> Table?
  /// What made the numbers that it shows.
  static func facts(_ facts: PaneFacts) -> Facts
  /// All that it shows, as a picture for a file; `nil` if there is none.
  static func plot(of state: ExplorerState, _ facts: Facts) -> RGBImage?
  /// All that it shows, as text to be copied.
  static func text(of state: ExplorerState) -> String
  /// All that it shows, as lines to be read aloud, and the selected one.
  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?)
  /// What the dialogue says beside its title.
  static func spokenDetail(of state: ExplorerState) -> String

  /// Moves what is selected in it, or scrolls it.
  static func move(_ state: inout ExplorerState, by motion: Motion)
  /// Leaves what was opened in it; false if nothing was.
  static func back(_ state: inout ExplorerState) -> Bool
  /// Does what a click on `hit` means.
  static func click(_ hit: Content.Hit, in state: inout ExplorerState)
  /// Does what dragging the pressed pointer to `hit` means.
  static func drag(to hit: Content.Hit, in state: inout ExplorerState)
  /// Brings its state up to date with whatever else has changed.
  static func settle(_ state: inout ExplorerState)
}

/// The view of a pane, without its frame.
protocol PaneView: View {
  /// What can be clicked on.
  associatedtype Hit: Sendable = Never

  /// What the border says beside the title.
  var detail: String { get }
  /// How much of the content fits into `content`.
  func extent(in content: Rect) -> PaneExtent
  /// What lies at a position of the screen; `nil` if nothing that can be clicked on.
  func hit(at position: Position, in content: Rect) -> Hit?
  /// What the border says about a command's key; `nil` leaves it to the command's description, empty hides it.
  func hint(for command: Command, in content: Rect) -> String?
}

extension PaneView {
  func extent(in content: Rect) -> PaneExtent { PaneExtent(rows: content.size.rows) }
  func hit(at position: Position, in content: Rect) -> Hit? { nil }
  func hint(for command: Command, in content: Rect) -> String? { nil }
}

extension PaneDefinition {
  static var derivations: [Derivation] { [] }
  static var exportFormats: [ExportFormat] { [.tsv, .jsonl, .csv, .json] }

  static func facts(_ facts: PaneFacts) -> Facts { facts.ranking }
  static func plot(of state: ExplorerState, _ facts: Facts) -> RGBImage? { nil }
  static func text(of state: ExplorerState) -> String {
    table(of: state).flatMap { $0.isEmpty ? nil : $0.copiedText } ?? ""
  }
  static func spoken(of state: ExplorerState) -> (lines: [String], selection: Int?) {
    (table(of: state).map(SpokenPane.rows) ?? [], nil)
  }
  static func spokenDetail(of state: ExplorerState) -> String { view(of: state, state.screen.theme).detail }

  static func move(_ state: inout ExplorerState, by motion: Motion) {}
  static func back(_ state: inout ExplorerState) -> Bool { false }
  static func click(_ hit: Content.Hit, in state: inout ExplorerState) {}
  static func drag(to hit: Content.Hit, in state: inout ExplorerState) {}
  static func settle(_ state: inout ExplorerState) {}

  /// How much of the content fits.
  static func extent(of state: ExplorerState, _ theme: Theme, in content: Rect) -> PaneExtent {
    view(of: state, theme).extent(in: content)
  }

  /// What lies at a position, ready to be clicked on.
  static func hit(at position: Position, in content: Rect, of state: ExplorerState, _ theme: Theme) -> PaneHit? {
    view(of: state, theme).hit(at: position, in: content).map { hit in
      PaneHit(click: { click(hit, in: &$0) }, drag: { drag(to: hit, in: &$0) })
    }
  }
}

/// Something that was hit in a pane: what a click on it does, and what dragging to it does.
struct PaneHit: Sendable {
  let click: @Sendable (inout ExplorerState) -> Void
  let drag: @Sendable (inout ExplorerState) -> Void
}

/// A movement by the keys or the wheel.
struct Motion: Hashable, Sendable {
  /// Downwards.
  var rows = 0
  /// To the right.
  var columns = 0
  /// Whether it came from the wheel, which turns by several rows at once.
  var isWheel = false

  /// More rows than anything has.
  static let farAway = 1 << 40
}
