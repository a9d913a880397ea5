/// The most bytes that are read, by what they are for: far more than any real file has, and little enough that an
/// endless one ends in a sentence instead of taking all memory. `docs/formats.md` tells them to users.
public enum ReadingLimit {
  /// The configuration.
  public static let settings = 1 << 20
  /// What a session leaves behind, and the list of a folder's files.
  public static let state = 16 << 20
  /// A script.
  public static let script = 16 << 20
  /// A text of its own.
  public static let text = 16 << 20
  /// A line of JSON Lines.
  public static let line = 16 << 20
  /// All lines of JSON Lines together.
  public static let lines = 4 << 30
  /// An encoded picture.
  public static let picture = 512 << 20
  /// Vectors that a server answered with.
  public static let answer = 1 << 30
  /// A JSON file or the card of a model.
  public static let modelDescription = 16 << 20
  /// A file of a tokenizer.
  public static let tokenizer = 256 << 20
}
