import Foundation
import TestSupport
import Testing

/// `verify`, run as a person would run it: vectors that were made otherwise than they are said to be.
@Suite struct VerifyTests {
  private typealias Line = (id: String, embedding: [Double])

  /// What a server may have done to the vectors.
  enum Fault: String, CaseIterable, CustomTestStringConvertible {
    case none, wrongTask, wrongRole, noPrompt, notNormalized, truncated, pictureDropped, otherPixelBudget, shuffledRows,
      float16,
      anotherModel, cutTexts

    var testDescription: String { rawValue }

    /// How the vectors are made.
    var options: [String] {
      switch self {
      case .wrongTask: ["--task", "code", "--role", "passage"]
      case .wrongRole: ["--task", "retrieval", "--role", "query"]
      case .noPrompt: ["--task", "retrieval", "--role", "none"]
      case .truncated: ["--task", "retrieval", "--role", "passage", "--dimensions", "64"]
      case .otherPixelBudget: ["--task", "retrieval", "--max-pixels", "\(256 * 28 * 28)"]
      default: ["--task", "retrieval", "--role", "passage"]
      }
    }

    /// What is done to them afterwards.
    func change(_ row: [Double], _ number: Int) -> [Double] {
      switch self {
      case .notNormalized: row.map { $0 * 7 }
      case .float16: row.map { Double(Float(bitPattern: Float(abs($0) < 0x1p-14 ? 0 : $0).bitPattern & ~0x1FFF)) }
      case .anotherModel: row.indices.map { sin(Double($0 * (number + 3)) * 1.7) }
      default: row
      }
    }

    /// What is said of them.
    var words: String {
      switch self {
      case .none: "All 13 vectors point where the model's do"
      case .wrongTask: "were made so: code, read as a passage."
      case .wrongRole: "were made so: retrieval, read as a query."
      case .noPrompt: "were made so: retrieval, read without a prompt."
      case .notNormalized: "13 of them are not of unit length (7.000 to 7.000)"
      case .truncated: "They have 64 of the model's 128 components"
      case .pictureDropped: "All 3 pictures share one vector: they did not reach the model."
      case .otherPixelBudget: "3 of 3 were made so: retrieval, at most 100352 pixels."
      case .shuffledRows: "as if the rows had been shuffled"
      case .float16: "They are stored as float16."
      case .anotherModel: "so it is another model"
      case .cutTexts: "1 of 1 were made so: retrieval, read as a passage, cut at 128 tokens."
      }
    }

    /// Whether the vectors are the model's none the less.
    var isHarmless: Bool { self == .none || self == .float16 }
  }

  private static let texts = [
    "Lava flows down the mountain.", "Bread needs salt and time.", "The train leaves at noon.",
    "A cat sleeps in the sun.",
    "Snow fell all night.", "How do I renew my passport?", "The court ruled against the tenant.",
    "Water boils at sea level.",
    "Plant tulips in autumn.", "He scored in the last minute.", "Their savings earn no interest.",
    "A comet passed the Earth.",
  ]

  /// The items of a fault: texts, the last of them long, or pictures.
  private func items(of fault: Fault, in folder: TemporaryFolder) async throws -> String {
    let path = folder.path + "/items.jsonl"
    let pictures = [.pictureDropped, .otherPixelBudget].contains(fault)
    // They have more pixels than the bundled model reads.
    if pictures { _ = try await Program.run(["samples", folder.path + "/samples"]) }
    let contents =
      pictures
      ? ["blue-bars", "green-line", "red-house"].map { ["image": "samples/images/\($0).png"] }
      : (Self.texts + [(0..<60).map { "Sentence \($0) is about \(Self.texts[$0 % 12])" }.joined(separator: " ")]).map {
        ["text": $0]
      }
    let lines = try contents.enumerated().map { number, content in
      try JSONSerialization.data(withJSONObject: content.merging(["id": "item \(number)"]) { $1 })
    }
    try folder.write(lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined(), to: "items.jsonl")
    return path
  }

  private func lines(_ output: String) throws -> [Line] {
    try output.split(separator: "\n").map { line in
      let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      return (try #require(object["id"] as? String), try #require(object["embedding"] as? [Double]))
    }
  }

  @Test(arguments: Fault.allCases) func everyPlantedFaultIsFound(_ fault: Fault) async throws {
    let folder = try TemporaryFolder()
    let items = try await items(of: fault, in: folder)
    let made = try await Program.run(["embed", items] + fault.options)
    #expect(made.status == 0, "\(made.errors)")
    var rows = try lines(made.output)
    switch fault {
    case .pictureDropped:
      let prompt = "<|im_start|>user\nDescribe the image.<|im_end|>\n"
      let one = try lines(try await Program.run(["embed", "--text", prompt, "--role", "none"]).output)[0]
      rows = rows.map { ($0.id, one.embedding) }
    case .shuffledRows: rows = zip(rows, rows.reversed()).map { ($0.id, $1.embedding) }
    case .cutTexts:
      let long = try await Program.run(["tokenize", items, "--role", "passage", "--format", "jsonl"])
      let tokens = try long.lines.compactMap { line -> String? in
        let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return row?["id"] as? String == "item 12" ? row?["token"] as? String : nil
      }
      #expect(tokens.count > 128)
      let text = tokens.prefix(128).joined().dropFirst("Passage: ".count)
      rows[12].embedding = try lines(
        try await Program.run(["embed", "--text", String(text), "--role", "passage"]).output)[0].embedding
    default: break
    }
    let written = try rows.enumerated().map { number, row in
      let object: [String: Any] = ["id": row.id, "embedding": fault.change(row.embedding, number)]
      return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }
    try folder.write(written.joined(separator: "\n"), to: "theirs.jsonl")
    let found = try await Program.run([
      "verify", items, "--against", folder.path + "/theirs.jsonl", "--task", "retrieval",
    ])
    #expect(found.output.contains(fault.words), "\(found.output)\(found.errors)")
    #expect(found.status == (fault.isHarmless ? 0 : 1), "\(found.errors)")
  }
}
