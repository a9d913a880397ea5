extension Command {
  /// The title, keys and scope of the command.
  var description: CommandDescription {
    switch self {
    case .quit: .init("Quit", hint: "quit", keys: [.outsideText: ["q"]])
    case .help: .init("Show the keys", hint: "help", keys: [.everywhere: ["<F1>", "?"]])
    case .palette: .init("Run any command by name", hint: "command", keys: [.everywhere: [":", "<C-p>"]])
    case .cancel: .init("Cancel what is running; if nothing is, press twice to quit", keys: [.everywhere: ["<C-c>"]])
    case .suspend: .init("Suspend to the shell; fg resumes", keys: [.everywhere: ["<C-z>"]])
    case .nextPane: .init("Go to the next pane", hint: "pane", keys: [.everywhere: ["<Tab>"]])
    case .previousPane: .init("Go to the previous pane", keys: [.everywhere: ["<S-Tab>"]])
    case .focus: .init("Go to a pane", argument: "PANE")
    case .toggleLog: .init("Show the log, or go back", keys: [.outsideText: ["L"]])
    case .back: .init("Go back one level: leave the text, menu or enlarged pane", keys: [.everywhere: ["<Esc>"]])
    case .zoomPane:
      .init("Enlarge this pane, or show all panes again", hint: "enlarge", keys: [.outsideText: ["z", "+", "_"]])
    case .nextAdapter: .init("Switch to the next adapter", hint: "adapter", keys: [.everywhere: ["a", "<C-n>"]])
    case .shorterVectors: .init("Truncate the vectors to the next smaller dimension", keys: [.outsideText: ["<lt>"]])
    case .longerVectors: .init("Use the next larger dimension", keys: [.outsideText: [">"]])
    case .copy: .init("Copy what the pane shows, as text", keys: [.outsideText: ["y"]])
    case .toggleMouse: .init("Toggle mouse capture", keys: [.outsideText: ["M"]])
    case .clearHistory: .init("Clear the query history, on disk too")
    case .stopRecording: .init("Stop recording and save the script")
    case .embedMissing: .init("Embed the items that have no vector yet", keys: [.outsideText: ["R"]])
    case .reload: .init("Read the collection's files again and embed what has changed")
    case .toggleLateChunks:
      .init("Embed parts inside of their documents (late chunking), or each by itself")

    case .up: .init("Up", keys: [.outsideText: ["k", "<Up>"]])
    case .down: .init("Down", keys: [.outsideText: ["j", "<Down>"]])
    case .left: .init("Left", keys: [.outsideText: ["h", "<Left>"]])
    case .right: .init("Right", keys: [.outsideText: ["l", "<Right>"]])
    case .pageUp: .init("Page up", keys: [.outsideText: ["<PageUp>", "<C-b>"]])
    case .pageDown: .init("Page down", keys: [.outsideText: ["<PageDown>", "<C-f>"]])
    case .first: .init("Go to the first", keys: [.outsideText: ["g", "<Home>"]])
    case .last: .init("Go to the last", keys: [.outsideText: ["G", "<End>"]])

    case .edit: .init("Edit the query", hint: "edit", keys: [.outsideText: ["i"], .pane(.query): ["<Enter>"]])
    case .toggleRole:
      .init("Read the text as a query or as a passage", hint: "role", keys: [.everywhere: ["r", "<C-t>"]])
    case .submit: .init("Embed the query now", hint: "embed now", keys: [.text: ["<Enter>"]])
    case .olderQuery: .init("Older query", hint: "older", keys: [.text: ["<Up>"]])
    case .newerQuery: .init("Newer query", keys: [.text: ["<Down>"]])
    case .chooseAdapter: .init("Use this adapter", hint: "use", keys: [.pane(.adapters): ["<Enter>"]])
    case .markAdapter:
      .init("Compare this adapter, or stop comparing it", hint: "compare", keys: [.pane(.adapters): ["<Space>", "m"]])
    case .inspect:
      .init(
        "Inspect this item", hint: "inspect",
        keys: [.pane(.items): ["<Enter>"], .pane(.compare): ["<Enter>"], .pane(.map): ["<Enter>"]])
    case .filterItems: .init("List only the items that contain a text", hint: "filter", keys: [.outsideText: ["/"]])
    case .nextMatch: .init("Go to the next item that matches the filter", keys: [.outsideText: ["n"]])
    case .previousMatch: .init("Go to the previous item that matches the filter", keys: [.outsideText: ["N"]])
    case .cycleSort: .init("Sort by the next column", hint: "sort", keys: [.pane(.items): ["s"]])
    case .reverseSort: .init("Reverse the order of the rows", keys: [.pane(.items): ["S"]])
    case .toggleThreshold:
      .init("Set the threshold to this item's score, or clear it", hint: "threshold", keys: [.pane(.items): ["t"]])
    case .raiseThreshold:
      .init("Raise the threshold by 0.01", keys: [.pane(.items): ["]"], .pane(.similarity): ["]"]])
    case .lowerThreshold:
      .init("Lower the threshold by 0.01", keys: [.pane(.items): ["["], .pane(.similarity): ["["]])
    case .showNeighbors:
      .init("List the nearest neighbors of this item", hint: "neighbors", keys: [.pane(.items): ["p"]])
    case .leaveNeighbors:
      .init("Go back to the previous item or the query", keys: [.pane(.items): ["b", "<Backspace>"]])
    case .judge:
      .init(
        "Mark this item as relevant for the query; again: as not relevant; again: as before",
        keys: [.pane(.items): ["m"]])
    case .queryByItem:
      .init(
        "Use this item as the query; a picture becomes image:PATH", hint: "as query",
        keys: [.pane(.items): ["u"], .pane(.inspector): ["u"]])
    case .lateInteraction:
      .init("Show which query tokens match which item tokens", hint: "tokens", keys: [.pane(.inspector): ["t"]])
    case .cycleOverlay:
      .init(
        "Over a picture: show the similarities, the picture, or both", hint: "overlay",
        keys: [.pane(.inspector): ["v"]])
    case .cycleMatrix:
      .init("Show items × items, query × items, or A × B", hint: "matrix", keys: [.pane(.similarity): ["x"]])
    case .makeRows: .init("Use the listed items as the rows of a matrix A × B", keys: [.pane(.items): ["A"]])
    case .makeColumns: .init("Use the listed items as the columns of a matrix A × B", keys: [.pane(.items): ["B"]])
    case .toggleRectangle:
      .init("Start selecting a rectangle, or clear it", hint: "rectangle", keys: [.pane(.similarity): ["<Space>"]])
    case .togglePairs:
      .init("List the pairs nearest to a threshold, or the heatmap", hint: "pairs", keys: [.pane(.similarity): ["t"]])
    case .cycleOrder:
      .init(
        "Order by collection, score or cluster; by disagreement or rank", hint: "order",
        keys: [.pane(.similarity): ["o"], .pane(.compare): ["o"]])
    case .toggleReduction:
      .init("In an overview, show the mean or the maximum", keys: [.pane(.similarity): ["v"]])
    case .zoomIn:
      .init("Zoom in, up to one value per cell with digits", hint: "zoom", keys: [.pane(.similarity): ["="]])
    case .zoomOut: .init("Zoom out, to the whole matrix", keys: [.pane(.similarity): ["-"]])
    case .cycleColormap: .init("Use the next color map", hint: "colors", keys: [.pane(.similarity): ["c"]])
    case .invertColors: .init("Invert the color map", keys: [.pane(.similarity): ["C"]])
    case .cycleRange:
      .init("Scale colors to all values, each row, each column, or around 0", keys: [.pane(.similarity): ["f"]])
    case .toggleDifference:
      .init("Show how much two adapters differ", hint: "difference", keys: [.pane(.similarity): ["d"]])
    case .cycleSweepMeasure:
      .init("Plot the score, the overlap or Kendall's τ", hint: "plot", keys: [.pane(.dimensions): ["v"]])
    case .toggleMapColoring:
      .init("Color the points by label or by score", hint: "colors", keys: [.pane(.map): ["c"]])
    case .cycleMetric: .init("Use the next metric", hint: "metric", keys: [.pane(.evaluate): ["v"]])
    case .toggleQueries:
      .init(
        "List the queries that this row ranks worst, or the adapters", hint: "queries", keys: [.pane(.evaluate): ["t"]])
    case .useEvaluated:
      .init(
        "Use this adapter and dimension; in the list of queries, ask this one", hint: "use",
        keys: [.pane(.evaluate): ["<Enter>"]])
    case .goToItem: .init("Select this column's item", hint: "select", keys: [.pane(.similarity): ["<Enter>"]])

    case .dimension: .init("Truncate the vectors to this many components", argument: "N")
    case .adapter: .init("Use this adapter", argument: "NAME")
    case .compare: .init("Compare this adapter, or stop comparing it", argument: "NAME")
    case .role: .init("Read the text as a query or as a passage", argument: "ROLE")
    case .theme: .init("Use a theme: dark, light, high-contrast or mono", argument: "NAME")
    case .query: .init("Enter this query and embed it now", argument: "TEXT")
    case .recall:
      .init(
        "Run an earlier query again; type to search them", argument: "TEXT",
        keys: [.text: ["<C-r>"], .pane(.query): ["/"]])
    case .forget: .init("Remove an earlier query from the history", argument: "TEXT")
    case .item: .init("Select the item with this id", argument: "ID")
    case .paste: .init("Paste a text; \\n is a line break, \\\\ a backslash", argument: "TEXT")
    case .mouse:
      .init("Press, release, drag, wheel-up or wheel-down on a cell, counted from 0", argument: "KIND ROW COLUMN")
    case .export:
      .init(
        "Export what the pane shows; the file's extension sets the format", argument: "FILE",
        keys: [.outsideText: ["e"]])
    case .grade: .init("Give this item a grade for the query: 0 is not relevant", argument: "NUMBER")
    case .saveJudgments:
      .init("Save all judgments, those made here too: .jsonl, or .qrels as TREC has them", argument: "FILE")
    case .saveDisplay:
      .init("Save the screen to a file, with its colors if it ends in .ansi", argument: "FILE")
    case .record: .init("Record a script of what you do", argument: "FILE")
    }
  }
}
