import Embeddings
import TerminalUI

/// The foot of the screen: the model and the sentence that must stand beside its numbers; then what is going on.
struct StatusLine: View {
  let state: ExplorerState
  let theme: Theme

  func draw(on screen: inout Screen, in rect: Rect) {
    let parts = rect.splitRows([.flexible(), .fixed(1)])
    if parts[0].size.rows > 1 {
      Label(state.model.notice ?? "", style: theme.notice, wraps: true).draw(on: &screen, in: parts[0])
    } else {
      drawModel(on: &screen, in: parts[0])
    }
    drawActivity(on: &screen, in: parts[1])
  }

  /// The notice comes first: it is never cut for anything else.
  private func drawModel(on screen: inout Screen, in line: Rect) {
    let notice = state.model.notice.map { " \($0)" } ?? ""
    let machine = " \(state.model.threadCount) threads · \(state.model.instructionSet) "
    let room = line.size.columns - TextWidth.columns(of: notice)
    let nameColumns = min(TextWidth.columns(of: state.model.name) + 2, max(0, room))
    let hasRoom = room - nameColumns > TextWidth.columns(of: machine)
    let parts = line.splitColumns([
      .fixed(nameColumns), .flexible(), .fixed(hasRoom ? TextWidth.columns(of: machine) : 0),
    ])
    screen.write(" \(state.model.name)", in: parts[0], style: theme.accent)
    screen.write(notice, in: parts[1], style: theme.notice)
    screen.write(machine, in: parts[2], style: theme.faint)
  }

  private func drawActivity(on screen: inout Screen, in line: Rect) {
    let help = " F1 help "
    let parts = line.splitColumns([.flexible(), .fixed(TextWidth.columns(of: help))])
    screen.write(help, in: parts[1], style: theme.faint)
    if let message = state.message {
      screen.write(" \(message.text)", in: parts[0], style: message.isFailure ? theme.failure : theme.notice)
      return
    }
    let facts = " \(state.task) · \(state.query.role.rawValue) · \(state.dimensions) d · \(count) "
    let columns = TextWidth.columns(of: facts)
    let rest = parts[0].splitColumns([.fixed(columns + 1), .flexible()])
    screen.write(facts, in: rest[0])
    if let job = state.jobs[.items] ?? state.jobs[.query] ?? state.jobs[.tokenVectors] {
      ProgressBar(fraction: job.progress == nil ? nil : job.share, label: describe(job), style: theme.accent)
        .draw(on: &screen, in: rest[1])
    }
  }

  private var count: String {
    let embedded = state.embeddedCount
    return embedded == state.items.count ? "\(embedded) items" : "\(embedded) of \(state.items.count) items"
  }

  private func describe(_ job: Job) -> String {
    guard let progress = job.progress else { return "\(job.kind.name) …" }
    var words: [String] = []
    switch job.kind {
    case .query, .tokenVectors: words.append(job.kind.name)
    case .items: words.append("items \(progress.finishedItems)/\(progress.totalItems)")
    }
    words.append("\(progress.stage.rawValue) \(progress.layer)/\(progress.layerCount)")
    if let rate = job.tokensPerSecond { words.append("\(NumberText.fixed(rate, decimals: 0)) tokens/s") }
    if let seconds = job.remainingSeconds { words.append("\(NumberText.fixed(seconds, decimals: 0)) s left") }
    return words.joined(separator: " · ")
  }
}

extension Job.Kind {
  /// What the status line calls it.
  fileprivate var name: String {
    switch self {
    case .query: "query"
    case .items: "items"
    case .tokenVectors: "tokens of the pair"
    }
  }
}
