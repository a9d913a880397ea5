import Corpus
import EmbeddingEngine
import Embeddings

/// The ways in which somebody may have made vectors with the same model, each tried on a few items.
struct Suspects {
  let engine: any Embedder
  let items: [CorpusItem]
  /// How it is said to have been done.
  let task: EmbeddingTask
  let role: PromptRole

  /// The windows that servers and scripts cut texts at, in tokens.
  private static let windows = [128, 256, 512, 1024, 2048, 4096, 8192, 16384]
  /// Budgets of pixels that are about: those of Qwen2.5-VL's processor and of its recipes, and the published model's own.
  private static let budgets = [64, 128, 256, 512, 768, 1280, 16384].map { $0 * 28 * 28 }
  /// Pictures that are read under other budgets: the largest takes minutes.
  private static let mostPictures = 4

  /// Tries everything on the items at `rows`, all adapters in one pass.
  func `try`(_ rows: [Int], on verification: inout Verification) async throws {
    let texts = rows.filter { text($0) != nil }
    for role in PromptRole.allCases {
      try await embed(texts, on: &verification) { row in
        text(row).map { .text($0, role) }
      } as: { task in
        Hypothesis(task: task, role: role)
      }
    }
    for window in Self.windows {
      let long = texts.filter { cut($0, at: window) != nil }
      try await embed(long, on: &verification) { row in
        cut(row, at: window).map { .text($0, role) }
      } as: {
        Hypothesis(task: $0, role: role, tokenLimit: window)
      }
    }
    let pictures = rows.filter { text($0) == nil }
    func picture(_ row: Int) -> EmbeddingRequest.Content? { items[row].content(role: role) }
    try await embed(pictures, on: &verification, picture) { Hypothesis(task: $0, role: nil) }
    for budget in Self.budgets {
      try await embed(Array(pictures.prefix(Self.mostPictures)), on: &verification, maximumPixels: budget, picture) {
        Hypothesis(task: $0, role: nil, maximumPixels: budget)
      }
    }
    for prompt in Prompt.withoutPicture {
      try await embed(pictures, on: &verification) { _ in
        .text(prompt, .unprompted)
      } as: { task in
        var hypothesis = Hypothesis(task: task, role: nil)
        hypothesis.isWithoutPicture = true
        return hypothesis
      }
    }
  }

  /// Embeds what `content` makes of each row under all adapters, and has the results compared. What cannot be embedded so
  /// cannot have been, and is passed over.
  private func embed(
    _ rows: [Int], on verification: inout Verification, maximumPixels: Int? = nil,
    _ content: (Int) -> EmbeddingRequest.Content?, as hypothesis: (EmbeddingTask) -> Hypothesis
  ) async throws {
    let requests = rows.compactMap { row in
      content(row).map { content -> (row: Int, request: EmbeddingRequest) in
        var request = EmbeddingRequest(content, tasks: engine.model.tasks)
        request.maximumPixels = maximumPixels
        return (row, request)
      }
    }
    if requests.isEmpty { return }
    let results = try await engine.shownResults(of: requests.map(\.request)) { _ in }
    for (place, task) in engine.model.tasks.enumerated() {
      let made = zip(requests, results).compactMap { request, results in
        results.isEmpty ? nil : (row: request.row, vector: results[place].vector)
      }
      verification.tried(hypothesis(task), rows: made.map(\.row), vectors: made.map(\.vector))
    }
  }

  private func text(_ row: Int) -> String? {
    if case .text(let text) = items[row].content { text } else { nil }
  }

  /// The text of a row without the tokens beyond the first `limit`, its prompt's included; `nil` where there are none.
  private func cut(_ row: Int, at limit: Int) -> String? {
    guard let text = text(row) else { return nil }
    let prompt = engine.promptTokens(of: text, role: role, task: task)
    guard prompt.pieces.count > limit else { return nil }
    var bytes = Array(text.utf8.prefix(max(0, prompt.pieces[limit - 1].range.upperBound - prompt.prefix.utf8.count)))
    // A token may end within a character.
    for _ in 0..<4 {
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      bytes.removeLast()
    }
    return nil
  }
}
