import Embeddings
import TerminalUI

/// What `update` wants done outside of the state. A value: tests compare it, the runner carries it out.
enum Effect: Hashable, Sendable {
  /// Cut a prompt into its tokens.
  case tokenize(Derived<TokensQuestion, QueryTokens>.Key)
  /// Embed a query under tasks, after the user has not typed for `delay`.
  case embedQuery(QueryKey, tasks: [EmbeddingTask], delay: Duration)
  /// Embed these items (indices) under tasks.
  case embedItems([Int], tasks: [EmbeddingTask])
  /// Gather the items' vectors into tables.
  case tabulate(Derived<TablesQuestion, ItemTables>.Key)
  /// Rank the items.
  case rank(Derived<RankingQuestion, ItemRanking>.Key)
  /// Compare all items with each other.
  case compare(Derived<MatrixQuestion, ItemMatrix>.Key)
  /// Order the items so that similar ones are neighbours.
  case seriate(Derived<SeriationQuestion, SeriatedItems>.Key)
  /// Draw the whole matrix in as many values as there are places.
  case reduce(Derived<OverviewQuestion, MatrixSummary>.Key)
  /// Compute tiles of a matrix that are on the screen.
  case computeTiles(HeatmapState.Arrangement, [TilePlace])
  /// Compute all tiles of a matrix.
  case computeMatrix(HeatmapState.Arrangement)
  /// Sum up the selected rectangle.
  case describeRectangle(Derived<RectangleQuestion, ValueStatistics>.Key)
  /// Find the pairs nearest to a threshold.
  case findPairs(Derived<PairsQuestion, NearestPairs>.Key)
  /// Put the items on a plane.
  case project(Derived<MapQuestion, ItemMap>.Key)
  /// Rank the items at every dimension.
  case sweep(Derived<SweepQuestion, DimensionSweep>.Key)
  /// Read a picture for the screen.
  case readPicture(ImageSource)
  /// Embed these token by token.
  case embedTokens([TokenSide])
  /// Compare a query with an item token by token.
  case interact(Derived<InteractionQuestion, Result<Interaction, Interaction.Failure>>.Key)
  /// Wait for the second press of Ctrl-C.
  case awaitQuitConfirmation
  /// Stop what runs in a slot.
  case cancel(Slot)
  /// Put text on the clipboard.
  case copy(String)
  /// Take the mouse, or leave it to the terminal.
  case setMouse(isOn: Bool)
  /// Write what a pane shows to the file at a path.
  case export(Pane, path: String)
  /// Write the screen to the file at a path.
  case saveDisplay(path: String)
  /// Write a script to the file at a path.
  case saveRecording(Recording)
  /// Give the terminal to the shell until the program is continued.
  case suspend

  /// Effects that replace each other: starting one ends the last of its slot, and late results of that one are
  /// dropped.
  enum Slot: Hashable, Sendable, CaseIterable {
    case tokens, query, items, tables, ranking, matrix, seriation, overview, tiles, matrixPass, rectangle, pairs, map,
      sweep, export, picture, tokenVectors,
      interaction,
      quitConfirmation
  }

  /// How long a query waits for the next keystroke before it is embedded.
  static let typingDelay = Duration.milliseconds(150)
  /// How long the second press of Ctrl-C is waited for.
  static let quitConfirmationTime = Duration.seconds(2)
}
