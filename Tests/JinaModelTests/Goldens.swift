import Embeddings
import Files
import Foundation
import Safetensors
import StrictJSON
import Tensors

@testable import JinaModel

/// A tiny checkpoint and what the reference computed with it; `Tests/Reference/README.md` says what lies where.
struct Goldens {
  /// One text of the goldens.
  struct Text {
    let id: String
    /// Tokens by role, cut at the text's window.
    let tokens: [PromptRole: [Int]]
  }

  static let checkpoints = ["tiny-published", "tiny-newer", "tiny-merged"]

  let checkpoint: String
  let texts: [Text]
  let matryoshkaTexts: [String]
  let vectors: SafetensorsFile
  let stages: SafetensorsFile?

  init(_ checkpoint: String) throws {
    self.checkpoint = checkpoint
    let folder = Self.fixtures + "/goldens/" + checkpoint
    let document = try JSONValue(parsing: FileContents.read(folder + "/texts.json"))
    texts = try (document.object?["texts"]?.array ?? []).map { try Text($0) }
    matryoshkaTexts = document.object?["matryoshka_texts"]?.array?.compactMap(\.string) ?? []
    vectors = try SafetensorsFile(path: folder + "/texts.safetensors")
    let stages = folder + "/text_stages.safetensors"
    self.stages = FileManager.default.fileExists(atPath: stages) ? try SafetensorsFile(path: stages) : nil
  }

  func model(threads: Int = 2) throws -> JinaModel {
    try JinaModel(directory: ModelDirectory(path: Self.directory(of: checkpoint)), threads: threads)
  }

  /// The golden tensor of that name.
  func golden(_ name: String) throws -> StoredTensor {
    guard let tensor = vectors.tensor(name) else { throw Missing(name: name) }
    return tensor
  }

  static func directory(of checkpoint: String) -> String { fixtures + "/checkpoints/" + checkpoint }

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  struct Missing: Error {
    let name: String
  }
}

extension Goldens.Text {
  init(_ value: JSONValue) throws {
    guard let object = value.object, let id = object["id"]?.string, let tokens = object["tokens"]?.object else {
      throw Goldens.Missing(name: "text")
    }
    self.id = id
    var byRole: [PromptRole: [Int]] = [:]
    for (role, prefix) in [(PromptRole.query, "Query: "), (.passage, "Passage: ")] {
      guard let ids = tokens[prefix]?.array?.compactMap(\.integer) else { continue }
      byRole[role] = ids
    }
    self.tokens = byRole
  }

  /// The tokens the reference read in that role under that task.
  func tokens(_ role: PromptRole, task: EmbeddingTask) throws -> [Int] {
    guard let tokens = tokens[task.name == "text-matching" ? .query : role] else { throw Goldens.Missing(name: id) }
    return tokens
  }
}

/// 1 − cos of two vectors: half the squared distance of their unit vectors, in double precision, which loses nothing
/// where they are nearly equal.
func cosineDistance(_ a: some Collection<Float>, _ b: some Collection<Float>) -> Double {
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
