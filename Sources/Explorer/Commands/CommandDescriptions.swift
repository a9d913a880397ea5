extension Command {
  /// The title, keys and scope of the command.
  var description: CommandDescription {
    switch self {
    case .quit: .init("Quit", hint: "quit", keys: [.outsideText: ["q"]])
    case .help: .init("Show the keys", hint: "help", keys: [.everywhere: ["<F1>", "?"]])
    case .palette: .init("Run any command by its name", hint: "command", keys: [.everywhere: [":", "<C-p>"]])
    case .cancel:
      .init("Cancel what runs; with nothing to cancel, twice quits", keys: [.everywhere: ["<C-c>"]])
    case .suspend: .init("Suspend to the shell; fg comes back", keys: [.everywhere: ["<C-z>"]])
    case .nextPane: .init("Go to the next pane", hint: "pane", keys: [.everywhere: ["<Tab>"]])
    case .previousPane: .init("Go to the previous pane", keys: [.everywhere: ["<S-Tab>"]])
    case .focusQuery: .init("Go to the query", keys: [.everywhere: ["1", "<A-1>"]])
    case .focusAdapters: .init("Go to the adapters", keys: [.everywhere: ["2", "<A-2>"]])
    case .focusItems: .init("Go to the items", keys: [.everywhere: ["3", "<A-3>"]])
    case .focusSimilarity: .init("Go to the similarities", keys: [.everywhere: ["4", "<A-4>"]])
    case .focusDimensions: .init("Go to the dimensions", keys: [.everywhere: ["5", "<A-5>"]])
    case .focusCompare: .init("Go to the comparison of adapters", keys: [.everywhere: ["6", "<A-6>"]])
    case .focusInspector: .init("Go to the inspector", keys: [.everywhere: ["7", "<A-7>"]])
    case .focusMap: .init("Go to the map", keys: [.everywhere: ["8", "<A-8>"]])
    case .focusLog: .init("Go to the log", keys: [.everywhere: ["9", "<A-9>"]])
    case .switchLog:
      .init("Look at the log of what happened, or go back", keys: [.outsideText: ["L"]])
    case .back: .init("Go back one level: out of the text, help or enlarged pane", keys: [.everywhere: ["<Esc>"]])
    case .zoomPane:
      .init("Enlarge this pane, or all panes again", hint: "enlarge", keys: [.outsideText: ["z", "+", "_"]])
    case .nextAdapter: .init("Change to the next adapter", hint: "adapter", keys: [.everywhere: ["a", "<C-n>"]])
    case .shorterVectors: .init("Cut the vectors to the next smaller dimension", keys: [.outsideText: ["<lt>"]])
    case .longerVectors: .init("Use the next larger dimension", keys: [.outsideText: [">"]])
    case .copy: .init("Copy what the pane shows, as text", keys: [.outsideText: ["y"]])
    case .switchMouse:
      .init("Leave the mouse to the terminal, or take it back", keys: [.outsideText: ["M"]])
    case .clearHistory: .init("Forget every query that was asked, in the kept history too")
    case .stopRecording: .init("Write down no more of what is done, and save it")
    case .embedMissing: .init("Embed the items that have no vector yet", keys: [.outsideText: ["R"]])

    case .up: .init("Up", keys: [.outsideText: ["k", "<Up>"]])
    case .down: .init("Down", keys: [.outsideText: ["j", "<Down>"]])
    case .left: .init("Left", keys: [.outsideText: ["h", "<Left>"]])
    case .right: .init("Right", keys: [.outsideText: ["l", "<Right>"]])
    case .pageUp: .init("A page up", keys: [.outsideText: ["<PageUp>", "<C-b>"]])
    case .pageDown: .init("A page down", keys: [.outsideText: ["<PageDown>", "<C-f>"]])
    case .first: .init("To the first", keys: [.outsideText: ["g", "<Home>"]])
    case .last: .init("To the last", keys: [.outsideText: ["G", "<End>"]])

    case .edit: .init("Edit the query", hint: "edit", keys: [.outsideText: ["i"], .pane(.query): ["<Enter>"]])
    case .switchRole:
      .init("Read the text as a query or as a passage", hint: "role", keys: [.everywhere: ["r", "<C-t>"]])
    case .submit: .init("Embed the query now", hint: "embed now", keys: [.text: ["<Enter>"]])
    case .olderQuery: .init("An older query", hint: "older", keys: [.text: ["<Up>"]])
    case .newerQuery: .init("A newer query", keys: [.text: ["<Down>"]])
    case .chooseAdapter: .init("Use this adapter", hint: "use", keys: [.pane(.adapters): ["<Enter>"]])
    case .markAdapter:
      .init(
        "Mark this adapter for comparison, or unmark it", hint: "compare", keys: [.pane(.adapters): ["<Space>", "m"]])
    case .inspect:
      .init(
        "Look at this item", hint: "inspect",
        keys: [.pane(.items): ["<Enter>"], .pane(.compare): ["<Enter>"], .pane(.map): ["<Enter>"]])
    case .filterItems: .init("List only the items that contain a text", hint: "filter", keys: [.outsideText: ["/"]])
    case .nextMatch: .init("Go to the next item that the filter leaves", keys: [.outsideText: ["n"]])
    case .previousMatch: .init("Go to the previous item that the filter leaves", keys: [.outsideText: ["N"]])
    case .switchSort: .init("Sort by the next column", hint: "sort", keys: [.pane(.items): ["s"]])
    case .reverseSort: .init("Turn the order of the rows around", keys: [.pane(.items): ["S"]])
    case .switchThreshold:
      .init("Count from this item's score on, or no more", hint: "threshold", keys: [.pane(.items): ["t"]])
    case .raiseThreshold:
      .init("Raise the threshold by a hundredth", keys: [.pane(.items): ["]"], .pane(.similarity): ["]"]])
    case .lowerThreshold:
      .init("Lower the threshold by a hundredth", keys: [.pane(.items): ["["], .pane(.similarity): ["["]])
    case .pinItem: .init("Look at the neighbours of this item", hint: "neighbours", keys: [.pane(.items): ["p"]])
    case .unpinItem: .init("Go back to the item or query before", keys: [.pane(.items): ["b", "<Backspace>"]])
    case .queryByItem:
      .init(
        "Make this item the query; a picture is image:PATH there", hint: "as query",
        keys: [.pane(.items): ["u"], .pane(.inspector): ["u"]])
    case .lateInteraction:
      .init(
        "Show which tokens of the query find which of the item", hint: "tokens",
        keys: [.pane(.inspector): ["t"]])
    case .changeMap:
      .init(
        "Over a picture: show map and picture, or one of them", hint: "map",
        keys: [.pane(.inspector): ["v"]])
    case .switchMatrix:
      .init("Show items × items, query × items, or A × B", hint: "matrix", keys: [.pane(.similarity): ["x"]])
    case .makeRows: .init("Make the listed items the rows of a matrix A × B", keys: [.pane(.items): ["A"]])
    case .makeColumns: .init("Make the listed items the columns of a matrix A × B", keys: [.pane(.items): ["B"]])
    case .selectRectangle:
      .init("Select a rectangle from here on, or none", hint: "rectangle", keys: [.pane(.similarity): ["<Space>"]])
    case .listPairs:
      .init(
        "List the pairs nearest to a threshold, or the map", hint: "pairs", keys: [.pane(.similarity): ["t"]]
      )
    case .switchOrder:
      .init(
        "Order by collection, score, cluster; by disagreement, rank", hint: "order",
        keys: [.pane(.similarity): ["o"], .pane(.compare): ["o"]])
    case .switchReduction:
      .init("In an overview, show the mean or the greatest value", keys: [.pane(.similarity): ["v"]])
    case .zoomIn:
      .init("Zoom in, to one value per cell with digits", hint: "zoom", keys: [.pane(.similarity): ["="]])
    case .zoomOut: .init("Zoom out, to the whole matrix", keys: [.pane(.similarity): ["-"]])
    case .switchColormap: .init("Use the next color map", hint: "colors", keys: [.pane(.similarity): ["c"]])
    case .invertColors: .init("Exchange the ends of the color map", keys: [.pane(.similarity): ["C"]])
    case .switchRange:
      .init("Colors over all values, a row, a column, or around 0", keys: [.pane(.similarity): ["f"]])
    case .switchDifference:
      .init("Show by how much the adapters differ", hint: "difference", keys: [.pane(.similarity): ["d"]])
    case .switchSweepMeasure:
      .init("Plot the score, the overlap or Kendall's τ", hint: "plot", keys: [.pane(.dimensions): ["v"]])
    case .switchMapColoring:
      .init("Mark the points by label or by score", hint: "colors", keys: [.pane(.map): ["c"]])
    case .goToItem: .init("Select the item of this column", hint: "select", keys: [.pane(.similarity): ["<Enter>"]])

    case .dimension: .init("Cut the vectors to this many components", argument: "N")
    case .adapter: .init("Use the adapter of this name", argument: "NAME")
    case .compare: .init("Mark the adapter of this name for comparison, or unmark it", argument: "NAME")
    case .role: .init("Read the text as a query or as a passage", argument: "ROLE")
    case .theme: .init("Use the colors of this name: dark, light, high-contrast or mono", argument: "NAME")
    case .query: .init("Make this the query and embed it now", argument: "TEXT")
    case .recall:
      .init(
        "Ask an earlier query again; what is typed searches them", argument: "TEXT",
        keys: [.text: ["<C-r>"], .pane(.query): ["/"]])
    case .forget: .init("Forget an earlier query", argument: "TEXT")
    case .item: .init("Select the item of this identifier", argument: "ID")
    case .paste: .init("Paste a text; \\n is a line end in it, \\\\ a backslash", argument: "TEXT")
    case .mouse:
      .init("Press, release, drag, wheel-up or wheel-down on a cell, counted from 0", argument: "KIND ROW COLUMN")
    case .export:
      .init(
        "Write what the pane shows to a file, in the form of its ending", argument: "FILE", keys: [.outsideText: ["e"]])
    case .saveDisplay:
      .init("Write the screen to a file; its colors too where that ends in .ansi", argument: "FILE")
    case .record: .init("Write down what is done from here on, as a script", argument: "FILE")
    }
  }
}
