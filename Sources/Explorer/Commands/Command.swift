/// Everything a user can ask the explorer to do, by its stable name: the one list that keys, help, menu, scripts and
/// documentation come from.
enum Command: String, CaseIterable, Sendable {
  // Anywhere.
  case quit
  case help
  case palette
  case cancel
  case suspend
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case focus
  case toggleLog = "toggle-log"
  case back
  case zoomPane = "zoom-pane"
  case nextAdapter = "next-adapter"
  case shorterVectors = "shorter-vectors"
  case longerVectors = "longer-vectors"
  case embedMissing = "embed-missing"
  case reload
  case toggleLateChunks = "toggle-late-chunks"
  case copy
  case toggleMouse = "toggle-mouse"
  case stopRecording = "stop-recording"
  case clearHistory = "clear-history"

  // Movement inside the pane that has the focus.
  case up
  case down
  case left
  case right
  case pageUp = "page-up"
  case pageDown = "page-down"
  case first
  case last

  // One pane's own.
  case edit
  case toggleRole = "toggle-role"
  case submit
  case olderQuery = "older-query"
  case newerQuery = "newer-query"
  case chooseAdapter = "choose-adapter"
  case markAdapter = "mark-adapter"
  case inspect
  case filterItems = "filter-items"
  case nextMatch = "next-match"
  case previousMatch = "previous-match"
  case cycleSort = "cycle-sort"
  case reverseSort = "reverse-sort"
  case toggleThreshold = "toggle-threshold"
  case raiseThreshold = "raise-threshold"
  case lowerThreshold = "lower-threshold"
  case showNeighbors = "show-neighbors"
  case leaveNeighbors = "leave-neighbors"
  case judge
  case queryByItem = "query-by-item"
  case lateInteraction = "late-interaction"
  case cycleOverlay = "cycle-overlay"
  case cycleMatrix = "cycle-matrix"
  case makeRows = "make-rows"
  case makeColumns = "make-columns"
  case toggleRectangle = "toggle-rectangle"
  case togglePairs = "toggle-pairs"
  case cycleOrder = "cycle-order"
  case toggleReduction = "toggle-reduction"
  case zoomIn = "zoom-in"
  case zoomOut = "zoom-out"
  case cycleColormap = "cycle-colormap"
  case invertColors = "invert-colors"
  case cycleRange = "cycle-range"
  case toggleDifference = "toggle-difference"
  case cycleSweepMeasure = "cycle-plot"
  case toggleMapColoring = "toggle-map-coloring"
  case goToItem = "go-to-item"
  case cycleMetric = "cycle-metric"
  case toggleQueries = "toggle-queries"
  case useEvaluated = "use-evaluated"

  // By name, with an argument.
  case dimension
  case adapter
  case compare
  case role
  case theme
  case query
  case recall
  case forget
  case item
  case paste
  case mouse
  case export
  case grade
  case saveJudgments = "save-judgments"
  case saveDisplay = "save-display"
  case record

  /// Where a command applies.
  enum Scope: Hashable, Sendable {
    /// Wherever the focus is, a text field included.
    case everywhere
    /// Wherever the focus is, but in a text field.
    case outsideText
    /// In the text field.
    case text
    /// In one pane, outside of its text field.
    case pane(Pane)
  }
}

/// What is said about a command: by the help, the hints and the keymap.
struct CommandDescription: Sendable {
  /// One line that says what it does.
  let title: String
  /// One or two words for the hints at the foot of the screen; `nil` leaves it out there.
  let hint: String?
  /// What the argument is that stands behind the name, as `N`; `nil` of a command without one.
  let argument: String?
  /// The keys it has by default, in key notation, and where they apply.
  let keys: KeyValuePairs<Command.Scope, [String]>

  /// A description from its parts.
  init(
    _ title: String, hint: String? = nil, argument: String? = nil, keys: KeyValuePairs<Command.Scope, [String]> = [:]
  ) {
    self.title = title
    self.hint = hint
    self.argument = argument
    self.keys = keys
  }
}
