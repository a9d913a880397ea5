import Embeddings
import TerminalUI

/// Something that happened: the only thing `update` reacts to.
enum Action: Sendable {
  /// The user or the terminal did something.
  case input(InputEvent)
  /// A command was chosen, whatever by.
  case command(Command)
  /// A command was written, with its argument.
  case line(String)
  /// The user has heard what the screen says: the sentence at its foot, and a list of commands over it.
  case answered
  /// Something is not as the user wanted it; the sentence says what.
  case noticed(String)
  /// Other parts of the program told something.
  case logged([ExplorerLog.Line])
  /// The tokens of a prompt are known.
  case tokenized(QueryTokens, for: Derived<TokensQuestion, QueryTokens>.Key)
  /// The query's vectors are there.
  case queryEmbedded(QueryKey, [EmbeddingResult])
  /// Items' vectors are there (by item index); several at once, because frames are rationed.
  case itemsEmbedded([Int: [EmbeddingResult]])
  /// An item cannot be embedded; the sentence says why.
  case itemFailed(Int, String)
  /// How far a job is.
  case progress(Job)
  /// The job in a slot is over.
  case finished(Effect.Slot)
  /// The job in a slot failed; the sentence says why.
  case failed(Effect.Slot, String)
  /// The vectors are gathered.
  case tabulated(ItemTables, for: Derived<TablesQuestion, ItemTables>.Key)
  /// The items are ranked.
  case ranked(ItemRanking, for: Derived<RankingQuestion, ItemRanking>.Key)
  /// The items are compared with each other.
  case compared(ItemMatrix, for: Derived<MatrixQuestion, ItemMatrix>.Key)
  /// The items are in an order in which similar ones are neighbours.
  case seriated(SeriatedItems, for: Derived<SeriationQuestion, SeriatedItems>.Key)
  /// The matrix is drawn in fewer values.
  case reduced(MatrixSummary, for: Derived<OverviewQuestion, MatrixSummary>.Key)
  /// Tiles of a matrix that are on the screen are computed.
  case tilesComputed([MatrixTile], of: HeatmapState.Arrangement)
  /// A matrix is computed so far.
  case matrixComputed(MatrixPass.Delivery, of: HeatmapState.Arrangement)
  /// The selected rectangle is summed up.
  case rectangleDescribed(ValueStatistics, for: Derived<RectangleQuestion, ValueStatistics>.Key)
  /// The pairs nearest to a threshold are found.
  case pairsFound(NearestPairs, for: Derived<PairsQuestion, NearestPairs>.Key)
  /// The items lie on a plane.
  case projected(ItemMap, for: Derived<MapQuestion, ItemMap>.Key)
  /// The dimensions are compared.
  case swept(DimensionSweep, for: Derived<SweepQuestion, DimensionSweep>.Key)
  /// A picture has been read, or cannot be.
  case pictureRead(ImageSource, PictureCache.Entry)
  /// A file was to be written; says why it could not be, `nil` where it was.
  case written(String, failure: String?)
  /// The vectors of the tokens of a query or an item are there.
  case tokensEmbedded(TokenSide, TokenVectors)
  /// A query and an item are compared token by token, or cannot be.
  case interacted(
    Result<Interaction, Interaction.Failure>,
    for: Derived<InteractionQuestion, Result<Interaction, Interaction.Failure>>.Key)
  /// The second press of Ctrl-C did not come.
  case quitConfirmationExpired
  /// Text was copied; says how, `nil` when the terminal cannot.
  case copied(String?)
}
