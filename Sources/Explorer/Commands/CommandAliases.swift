extension Command {
  /// Earlier names of commands, which configuration files and scripts may still use, and what is written today.
  static let aliases: [String: String] = {
    var aliases = [
      "switch-log": "toggle-log",
      "switch-mouse": "toggle-mouse",
      "switch-role": "toggle-role",
      "switch-sort": "cycle-sort",
      "switch-threshold": "toggle-threshold",
      "switch-matrix": "cycle-matrix",
      "switch-order": "cycle-order",
      "switch-reduction": "toggle-reduction",
      "switch-colormap": "cycle-colormap",
      "switch-range": "cycle-range",
      "switch-difference": "toggle-difference",
      "switch-plot": "cycle-plot",
      "switch-map-coloring": "toggle-map-coloring",
      "change-map": "cycle-overlay",
      "list-pairs": "toggle-pairs",
      "pin-item": "show-neighbors",
      "unpin-item": "leave-neighbors",
      "select-rectangle": "toggle-rectangle",
    ]
    for pane in Pane.allCases { aliases["focus-\(pane.name)"] = "focus \(pane.name)" }
    return aliases
  }()
}
