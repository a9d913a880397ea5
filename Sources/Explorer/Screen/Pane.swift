/// A pane of the explorer, with the number that jumps to it.
enum Pane: Int, CaseIterable, Sendable {
  case query = 1
  case adapters
  case items
  case similarity
  case dimensions
  case compare
  case inspector
  case map
  case log
  case evaluate

  /// What the pane is made of. This is the one list of all panes.
  var definition: any PaneDefinition.Type {
    switch self {
    case .query: QueryPane.self
    case .adapters: AdaptersPane.self
    case .items: ItemsPane.self
    case .similarity: SimilarityPane.self
    case .dimensions: DimensionsPane.self
    case .compare: ComparePane.self
    case .inspector: InspectorPane.self
    case .map: MapPane.self
    case .log: LogPane.self
    case .evaluate: EvaluatePane.self
    }
  }

  /// The panes that take turns in one place of the screen.
  static let sharingPlace: [Pane] = [.similarity, .compare, .map, .log, .evaluate]

  /// The digit that jumps to it; the tenth pane has 0, which lies behind 9 on keyboards.
  var number: Int { rawValue % 10 }

  /// What its border says.
  var title: String { definition.title }

  /// What commands, settings and files call it.
  var name: String { title.lowercased() }

  /// The pane `step` places further in the order of the numbers, around the end.
  func advanced(by step: Int) -> Pane {
    let all = Pane.allCases
    let position = all.firstIndex(of: self) ?? 0
    return all[((position + step) % all.count + all.count) % all.count]
  }
}
