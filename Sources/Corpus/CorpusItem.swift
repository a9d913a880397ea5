public import Embeddings
internal import Files

/// One thing to embed and explore: a text or a picture, with what its source says about it.
public struct CorpusItem: Hashable, Sendable {
  /// What is embedded.
  public enum Content: Hashable, Sendable {
    /// A text, exactly as its source has it.
    case text(String)
    /// A picture.
    case image(ImageSource)
  }

  /// Where an item comes from, as messages name it: `items.jsonl, line 3`.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The file's path as it was given, or `standard input`, or `--text`.
    public let file: String
    /// The line, from 1, where a file has an item a line.
    public let line: Int?
    /// Whether it is no line of a text, but a row of an array.
    public var isRow = false
    /// Whether the item is left out where it cannot be read: nobody named its file, which was found in a folder.
    public var mayBeLeftOut = false

    /// The file, and the line where there is one.
    public var description: String { file + (line.map { ", \(isRow ? "row" : "line") \($0)" } ?? "") }
  }

  /// What the item is called in every output; unique in its collection.
  public internal(set) var id: String
  /// What is embedded.
  public internal(set) var content: Content
  /// A name of the group the item belongs to, such as its topic.
  public let label: String?
  /// The language, as its source names it.
  public let language: String?
  /// The task it asks for, in the words of its source; an alias is not resolved here.
  public internal(set) var task: String?
  /// The role it asks for.
  public let role: PromptRole?
  /// Where it comes from; `nil` for an item made by a program.
  public let place: Place?
  /// The vectors it brings along; `nil` of most.
  public internal(set) var vectors: ImportedVectors?

  /// Which part of a document it is; `nil` of a whole one.
  public internal(set) var chunk: Chunk?

  /// Whether there is nothing but a vector: its text is empty, and nobody wrote it.
  public var isVectorAlone: Bool { if case .text("") = content { vectors != nil } else { false } }

  /// What is embedded when the item is read in `role`; pictures have no role.
  public func content(role: PromptRole) -> EmbeddingRequest.Content {
    if let chunk, chunk.isLate { .part(chunk.part, role) } else { content.content(role: role) }
  }

  /// The same item; a part of a document is read inside of it, or by itself.
  public func read(late isLate: Bool) -> CorpusItem {
    guard let chunk, chunk.isLate != isLate else { return self }
    var other = self
    other.chunk = Chunk(document: chunk.document, part: chunk.part, isLate: isLate)
    return other
  }

  /// Whether it is a text.
  var isText: Bool { if case .text = content { true } else { false } }

  /// What a picture is called, on one line: its file's name and its label, or its bytes where it is no file; `nil` of a
  /// text.
  public var pictureTitle: String? {
    switch content {
    case .text: return nil
    case .image(.file(let path)):
      let name = Path.name(of: path)
      return label.map { "\(name) · \($0)" } ?? name
    // A page of a document is called by its number in it.
    case .image(let source): return place == nil ? source.name : Path.name(of: id)
    }
  }

  /// The beginning of the content on one line, of a length that no screen exceeds; of a picture its title.
  public var headline: String {
    switch content {
    case .text where isVectorAlone: return "(a vector of \(vectors?.dimensions ?? 0) components, without its text)"
    case .text(let text):
      return String(String.UnicodeScalarView(text.unicodeScalars.prefix(400).map { $0 == "\n" ? " " : $0 }))
    case .image: return pictureTitle ?? id
    }
  }

  /// An item from its parts.
  public init(
    id: String, content: Content, label: String? = nil, language: String? = nil, task: String? = nil,
    role: PromptRole? = nil, place: Place? = nil, vectors: ImportedVectors? = nil, chunk: Chunk? = nil
  ) {
    self.id = id
    self.content = content
    self.label = label
    self.language = language
    self.task = task
    self.role = role
    self.place = place
    self.vectors = vectors
    self.chunk = chunk
  }
}

extension CorpusItem.Content {
  /// What is embedded when it is read in `role`; pictures have no role.
  public func content(role: PromptRole) -> EmbeddingRequest.Content {
    switch self {
    case .text(let text): .text(text, role)
    case .image(let source): .image(source)
    }
  }
}
