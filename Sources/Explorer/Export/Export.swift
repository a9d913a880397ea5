import Embeddings
import Plots
import Reports

/// A form in which what a pane shows can be kept, by the ending of its file.
enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  case tsv, csv, json, jsonl, trec, png, npy, safetensors
  /// The vectors, one a line; the other JSON Lines are the ranking.
  case vectorLines = "vectors.jsonl"

  /// The form that the ending of a path names.
  init?(path: String) {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    guard let format = Self.allCases.last(where: { name.hasSuffix("." + $0.rawValue) }) else { return nil }
    self = format
  }

  /// The forms of a pane, the usual one first.
  static func all(of pane: Pane) -> [ExportFormat] {
    switch pane {
    case .items: [.tsv, .jsonl, .trec, .csv, .json, .npy, .safetensors, .vectorLines]
    case .map: [.tsv, .jsonl, .csv, .json, .png]
    case .similarity, .dimensions: [.csv, .json, .tsv, .jsonl, .png]
    case .query, .adapters, .compare, .inspector, .log: [.tsv, .jsonl, .csv, .json]
    }
  }
}

/// Why nothing was written.
enum ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The pane cannot be kept in that form.
  case notOffered(Pane, path: String)
  /// The pane shows nothing yet.
  case empty(Pane)
  /// A picture of so many rows and columns would be too large.
  case tooLarge(Int, Int)

  /// One sentence: what, and what to do.
  var description: String {
    switch self {
    case .notOffered(let pane, let path):
      "\(path) has no ending that the \(pane.title) pane can be exported as; use "
        + ExportFormat.all(of: pane).map { "." + $0.rawValue }.joined(separator: ", ")
    case .tooLarge(let rows, let columns):
      "a picture of \(rows) × \(columns) values is too large (\(PixelCanvas.largestSide) a side at most); select a rectangle with "
        + "Space, or export .csv"
    case .empty(let pane): "the \(pane.title) pane shows nothing to export yet"
    }
  }
}

extension Facts {
  /// What made the numbers that `pane` shows; `prompts` is what the model reads before a text, by role.
  init(_ state: ExplorerState, of pane: Pane, prompts: [PromptRole: String]) {
    let passage = prompts[.passage] ?? ""
    switch pane {
    case .query, .adapters: self.init(model: state.model)
    case .log: self.init(model: state.model, collection: state.collectionName)
    case .inspector where state.interaction.isShown:
      self.init(model: state.model, task: state.task, passagePrompt: passage)
      add(state.query.key.map { .query($0) }, state, prompts)
      if let interaction = state.shownInteraction, let item = state.selectedItem {
        add(interaction, id: state.identifiers[item])
      }
    case .dimensions:
      self.init(model: state.model, task: state.task, collection: state.collectionName, passagePrompt: passage)
      add(state.sweepPair?.anchor, state, prompts)
    case .similarity:
      self.init(
        model: state.model, task: state.task, dimensions: state.dimensions, collection: state.collectionName,
        passagePrompt: passage)
      if state.heatmap.rows == .query { add(state.rankingAnchor, state, prompts) }
      addMatrix(state)
    case .items, .compare, .map, .inspector:
      self.init(
        model: state.model, task: state.task, dimensions: state.dimensions, collection: state.collectionName,
        passagePrompt: passage)
      add(state.rankingAnchor, state, prompts)
    }
    let compared = state.shownTasks.filter { $0 != state.task }
    switch pane {
    case .items, .dimensions: add(comparedTasks: compared)
    case .compare: if let ranking = state.comparedRanking { add(ranking.comparison) }
    default: break
    }
  }

  /// Adds what the items are compared with.
  private mutating func add(
    _ anchor: SweepQuestion.Anchor?, _ state: ExplorerState, _ prompts: [PromptRole: String]
  ) {
    switch anchor {
    case .item(let item): add("neighbors_of", state.identifiers[item])
    case .query(let key): add(Query(key.text, role: key.role, prompt: prompts[key.role] ?? ""))
    case nil: break
    }
  }

  /// Adds which similarities are meant: differences, sets, a rectangle, or those near a threshold.
  private mutating func addMatrix(_ state: ExplorerState) {
    let heatmap = state.heatmap
    if let subtracted = SimilarityPane(state: state).subtracted { add("subtracted_task", subtracted.name) }
    if heatmap.isListing {
      add("threshold", .float(heatmap.threshold))
      return
    }
    if heatmap.rows == .sets {
      add("row_set", heatmap.rowSet?.name ?? "all")
      add("column_set", heatmap.columnSet?.name ?? "all")
    }
    if let selection = heatmap.selection {
      add("rectangle_rows", .integer(selection.rows.count))
      add("rectangle_columns", .integer(selection.columns.count))
    }
  }
}
