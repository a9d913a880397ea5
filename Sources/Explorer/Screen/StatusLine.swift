import Embeddings
import TerminalUI

/// The foot of the screen: the model and the sentence that must stand beside its numbers; then what is going on. What
/// there is no room for is left out whole, the least important first; but a sentence for the user is never cut: a long
/// one stands above, as `MessageOverlay`.
struct StatusLine: View {
  let state: ExplorerState
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.flexible(), .fixed(1)])
    if parts[0].size.rows > 1 {
      Label(state.subject.model.notice ?? "", style: theme.notice, wraps: true).draw(on: &screen, in: parts[0])
    } else {
      drawModel(on: &screen, in: parts[0])
    }
    drawActivity(on: &screen, in: parts[1], withMachine: !isMachineBesideModel(in: parts[0]))
  }

  /// The notice comes first: it is never cut for anything else.
  private func drawModel(on screen: inout Screen, in line: Rect) {
    let nameColumns = min(TextWidth.columns(of: name), max(0, line.size.columns - TextWidth.columns(of: notice)))
    let machine = isMachineBesideModel(in: line) ? allMachineFacts : ""
    let parts = line.splitColumns([.fixed(nameColumns), .flexible(), .fixed(TextWidth.columns(of: machine))])
    screen.write(name, in: parts[0], style: theme.accent)
    screen.write(notice, in: parts[1], style: theme.notice)
    screen.write(machine, in: parts[2], style: theme.faint)
  }

  private var name: String {
    " \(state.subject.model.name)" + (state.subject.model.fingerprint.map { " @\($0.prefix(8))" } ?? "") + " "
  }

  private var notice: String { state.subject.model.notice.map { " \($0)" } ?? "" }

  /// Whether all of what the program runs on fits beside the model; else it stands below, as far as it fits there.
  private func isMachineBesideModel(in lines: Rect) -> Bool {
    lines.size.rows == 1
      && TextWidth.columns(of: name + notice + allMachineFacts) <= lines.size.columns
  }

  private var allMachineFacts: String { Self.joined(machineFacts, columns: .max) }

  /// What the program runs on, the most important first.
  private var machineFacts: [String] {
    let memory = state.screen.moment.residentBytes.map { "\($0 / 1_000_000) MB" }
    let threads = state.subject.model.threadCount
    // Vectors from files run on nothing.
    let machine =
      threads == 0 ? [] : ["\(threads) thread\(threads == 1 ? "" : "s")", state.subject.model.instructionSet]
    return [memory].compactMap { $0 } + machine
  }

  private func drawActivity(on screen: inout Screen, in line: Rect, withMachine: Bool) {
    let job = state.work.shownJob
    let help = self.help
    let parts = line.splitColumns([.flexible(), .fixed(TextWidth.columns(of: help))])
    screen.write(help, in: parts[1], style: theme.faint)
    let left: String
    let style: Style
    if let message = state.screen.message, fits(message, in: line.size.columns) {
      (left, style) = (" \(message.text) ", message.isFailure ? theme.failure : theme.notice)
    } else {
      (left, style) = (
        " \(state.subject.task) · \(state.query.role.rawValue) · \(state.subject.dimensions) d · \(count) ", .plain
      )
    }
    // What stands here may take all but the percentage of a job.
    let columns = min(TextWidth.columns(of: left), parts[0].size.columns - (job == nil ? 0 : Self.shareColumns))
    let rest = parts[0].splitColumns([.fixed(columns + 1), .flexible()])
    screen.write(left, in: rest[0], style: style)
    if let job {
      let room = rest[1].size.columns - 6
      ProgressBar(
        fraction: job.progress == nil ? nil : job.share, label: describe(job, columns: room), style: theme.accent
      ).draw(on: &screen, in: rest[1])
    } else if withMachine {
      let facts = Self.joined(machineFacts, columns: rest[1].size.columns)
      screen.write(facts, in: rest[1], style: theme.faint, alignment: .trailing)
    }
  }

  private var help: String { " \(state.work.shownJob == nil ? keys : "F1 help") " }

  /// Whether a sentence has room in the last line, of that many columns, beside the key of the help and a job's share.
  func fits(_ message: ScreenState.Message, in columns: Int) -> Bool {
    let room = columns - TextWidth.columns(of: help) - (state.work.shownJob == nil ? 0 : Self.shareColumns)
    return TextWidth.columns(of: message.text) + 2 <= room
  }

  /// What the percentage of a job takes.
  private static let shareColumns = 6

  /// The key of the help and, where there is room, how text is selected while the mouse is taken.
  private var keys: String {
    state.screen.hasMouse && state.screen.size.columns >= 110 ? "Shift-drag selects text · F1 help" : "F1 help"
  }

  /// As many of the facts as fit, with points between them.
  private static func joined(_ facts: [String], columns: Int) -> String {
    let text = " \(TextFit.joined(facts, columns: columns - 2)) "
    return facts.isEmpty || TextWidth.columns(of: text) > columns ? "" : text
  }

  /// The selected row of those listed, of all; how many have vectors, until all have.
  private var count: String {
    let (rows, all, embedded) = (state.subject.rowCount, state.subject.items.count, state.subject.embeddedCount)
    let listed = rows < all ? "\(rows) of \(all)" : "\(all)"
    let place = rows == 0 ? "none of \(all)" : "\(state.subject.selectedRow + 1) of \(listed)"
    return "\(place) items" + (embedded < all ? ", \(embedded) embedded" : "")
  }

  /// How far a pass is: of a long document its tokens, else layers.
  private static func place(_ progress: EmbeddingProgress) -> String {
    guard progress.isLongPass, progress.stage == .decoder else {
      return "\(progress.stage.rawValue) \(progress.layer)/\(progress.layerCount)"
    }
    return "\(NumberText.grouped(progress.computedPassTokens)) of \(NumberText.grouped(progress.passTokens)) tokens"
  }

  /// What a job does and how far it is, in as many words as fit.
  private func describe(_ job: Job, columns: Int) -> String {
    guard let progress = job.progress else { return "\(job.slot.name) …" }
    func number(_ value: Double) -> String { NumberText.fixed(value, decimals: value < 10 ? 1 : 0) }
    let isMany = progress.total > 1
    // In the order of the line; the rank says what is left out first.
    let words: [(rank: Int, text: String)] = [
      (0, isMany ? "\(job.slot.name) \(progress.finished)/\(progress.total)" : job.slot.name),
      (4, progress.embedding.map(Self.place) ?? ""),
      (3, job.itemsPerSecond.map { "\(number($0)) \(progress.unit)/s" } ?? ""),
      (2, job.tokensPerSecond.map { "\(NumberText.fixed($0, decimals: 0)) tokens/s" } ?? ""),
      (1, job.remainingSeconds.map { "\(NumberText.fixed($0, decimals: 0)) s left" } ?? ""),
    ].filter { !$0.text.isEmpty }
    for most in (0...4).reversed() {
      let text = words.filter { $0.rank <= most }.map(\.text).joined(separator: " · ")
      if TextWidth.columns(of: text) <= columns { return text }
    }
    return words[0].text
  }
}
