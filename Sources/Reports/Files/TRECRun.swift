public import Embeddings

/// A ranking as a run of TREC: `query Q0 item rank score tag`, a line for each item.
///
/// Source: the input format of `trec_eval`, whose fields are separated by white space.
public struct TRECRun: Sendable {
  /// What the run is called.
  private let tag: String
  /// What the query is called.
  private let query: String

  /// A run of the ranking for `query`.
  ///
  /// The tag names what made it: the program, the model, the task, the role of the query and the dimension.
  public init(query: String, model: ModelDescription, task: EmbeddingTask, role: PromptRole, dimensions: Int?) {
    self.query = query
    tag = [
      "jinascope", String((model.fingerprint ?? "").prefix(12)), task.name, role.rawValue,
      dimensions.map(String.init) ?? "late-interaction",
    ].filter { !$0.isEmpty }.joined(separator: "-")
  }

  /// The lines of a ranking's table; items without a rank are left out.
  public func bytes(of ranking: Table) -> [UInt8] {
    let names = ["rank", "id", "score"]
    let places = names.map { name in ranking.columns.firstIndex { $0.name == name } }
    precondition(!places.contains(nil), "a run of TREC is made of a ranking")
    var bytes: [UInt8] = []
    for row in ranking.rows {
      let (rank, id, score) = (places[0].map { row[$0] }, places[1].map { row[$0] }, places[2].map { row[$0] })
      guard let rank, let id, let score, rank != .empty else { continue }
      let fields = [Self.word(query), "Q0", Self.word(id.text), rank.text, score.text, Self.word(tag)]
      bytes += Array((fields.joined(separator: " ") + "\n").utf8)
    }
    return bytes
  }

  /// A name without white space: what would end it, and `%`, is percent-encoded, so that different names stay different.
  public static func word(_ name: String) -> String {
    // Nothing is a field of its own; no other name is written so.
    if name.isEmpty { return "%" }
    var word = ""
    for scalar in name.unicodeScalars {
      let isKept =
        scalar != "%" && !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
      if isKept {
        word.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 {
          word += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
      }
    }
    return word
  }
}
