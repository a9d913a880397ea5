public import Embeddings
import Files
import Foundation
public import Safetensors
import StrictJSON
public import Tensors

/// A tiny checkpoint and what the reference computed with it; `Tests/Reference/README.md` says what lies where.
public struct Goldens: Sendable {
  /// One text of the goldens.
  public struct Text: Sendable {
    /// What it is called.
    public let id: String
    /// The text itself.
    public let text: String
    /// How many tokens were kept; `nil` where all were.
    public let window: Int?
    /// Tokens by role, cut at the text's window.
    public let tokens: [PromptRole: [Int]]
  }

  /// Something the goldens should hold and do not.
  public struct Missing: Error {
    /// What is missing.
    public let name: String
  }

  /// The checkpoints there are goldens for.
  public static let checkpoints = ["tiny-published", "tiny-newer", "tiny-merged"]

  /// The checkpoint's name.
  public let checkpoint: String
  /// The texts, in the order of the tensors' rows.
  public let texts: [Text]
  /// Ids of the texts that are cut to every dimension.
  public let matryoshkaTexts: [String]
  /// Vectors of the texts.
  public let vectors: SafetensorsFile
  /// Values of each stage, where they were recorded.
  public let stages: SafetensorsFile?

  /// Reads the goldens of one of ``checkpoints``.
  public init(_ checkpoint: String) throws {
    self.checkpoint = checkpoint
    let folder = Self.fixtures + "/goldens/" + checkpoint
    let document = try JSONValue(parsing: FileContents.read(folder + "/texts.json", limit: ReadingLimit.picture))
    texts = try (document.object?["texts"]?.array ?? []).map { try Text($0) }
    matryoshkaTexts = document.object?["matryoshka_texts"]?.array?.compactMap(\.string) ?? []
    vectors = try SafetensorsFile(path: folder + "/texts.safetensors")
    let stages = folder + "/text_stages.safetensors"
    self.stages = FileManager.default.fileExists(atPath: stages) ? try SafetensorsFile(path: stages) : nil
  }

  /// The golden tensor of that name.
  public func golden(_ name: String) throws -> StoredTensor {
    guard let tensor = vectors.tensor(name) else { throw Missing(name: name) }
    return tensor
  }

  /// The folder of a checkpoint.
  public static func directory(of checkpoint: String) -> String { fixtures + "/checkpoints/" + checkpoint }

  /// The folder of the committed fixtures.
  public static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path
}

extension TemporaryFolder {
  /// Makes a copy of a tiny checkpoint that reads only so many tokens, and returns its path.
  public func checkpoint(_ name: String, window: Int) throws -> String {
    let copy = try copy(Goldens.directory(of: name), to: "\(name)-\(window)")
    try edit("\(name)-\(window)/config.json") { text in
      text.replacing(#/"max_position_embeddings": *\d+/#, with: "\"max_position_embeddings\": \(window)")
    }
    return copy
  }
}

extension Goldens.Text {
  init(_ value: JSONValue) throws {
    guard let object = value.object, let id = object["id"]?.string, let text = object["text"]?.string,
      let tokens = object["tokens"]?.object
    else { throw Goldens.Missing(name: "text") }
    self.id = id
    self.text = text
    window = object["window"]?.integer
    var byRole: [PromptRole: [Int]] = [:]
    for (role, prefix) in [(PromptRole.query, "Query: "), (.passage, "Passage: ")] {
      guard let ids = tokens[prefix]?.array?.compactMap(\.integer) else { continue }
      byRole[role] = ids
    }
    self.tokens = byRole
  }

  /// The tokens the reference read in that role under that task.
  public func tokens(_ role: PromptRole, task: EmbeddingTask) throws -> [Int] {
    guard let tokens = tokens[task.name == "text-matching" ? .query : role] else { throw Goldens.Missing(name: id) }
    return tokens
  }
}

/// 1 − cos of two vectors: half the squared distance of their unit vectors, in double precision, which loses nothing
/// where they are nearly equal.
public func cosineDistance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
  guard a.count == b.count else { return .infinity }
  func norm(_ values: some Collection<Float>) -> Double {
    values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
  let (normA, normB) = (norm(a), norm(b))
  let squares = zip(a, b).reduce(0.0) { sum, pair in
    let difference = Double(pair.0) / normA - Double(pair.1) / normB
    return sum + difference * difference
  }
  return squares.isNaN ? .infinity : squares / 2
}
