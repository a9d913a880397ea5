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

  /// The panes that take turns in one place of the screen, the one that was looked at last.
  static let sharingPlace: [Pane] = [.similarity, .compare, .map, .log]

  /// What stands in its border.
  var title: String {
    switch self {
    case .query: "Query"
    case .adapters: "Adapters"
    case .items: "Items"
    case .similarity: "Similarity"
    case .dimensions: "Dimensions"
    case .compare: "Compare"
    case .inspector: "Inspector"
    case .map: "Map"
    case .log: "Log"
    }
  }

  /// What commands, settings and files call it.
  var name: String { title.lowercased() }

  /// The pane `step` places further in the order of the numbers, around the end.
  func advanced(by step: Int) -> Pane {
    let all = Pane.allCases
    let position = all.firstIndex(of: self) ?? 0
    return all[((position + step) % all.count + all.count) % all.count]
  }
}
