import Embeddings
import JinaModel

/// A text as the model reads it.
///
/// Tasks that read a text behind the same prefix share a sequence, and with it the tokens; text-matching reads passages
/// as queries, so a request may be two sequences.
struct PreparedText {
  /// What the model computes.
  let sequences: [MultimodalSequence]
  /// The tasks, in the order their results are wanted.
  private let tasks: [EmbeddingTask]
  private let prompts: [EmbeddingTask: String]
  /// Tokens before the text was cut at the window, by prefix; only where it was.
  private let fullCounts: [String: Int]

  /// Token rows of all sequences under all their tasks.
  var rowCount: Int { sequences.reduce(0) { $0 + $1.tokens.count * $1.tasks.count } }

  /// Prepares a text, of which at most the first `window` tokens, prefix included, are kept.
  init(
    text: String, role: PromptRole, request: EmbeddingRequest, window: Int, encode: (String) -> [Int]
  ) {
    var sequences: [MultimodalSequence] = []
    var prompts: [EmbeddingTask: String] = [:]
    var fullCounts: [String: Int] = [:]
    tasks = request.tasks
    for task in tasks { prompts[task] = Prompt.prefix(role: role, task: task) }
    for prefix in Set(prompts.values).sorted() {
      let tokens = encode(prefix + text)
      if tokens.count > window { fullCounts[prefix] = tokens.count }
      var own: [EmbeddingTask] = []
      for task in tasks where prompts[task] == prefix && !own.contains(task) { own.append(task) }
      sequences.append(
        MultimodalSequence(
          tokens: Array(tokens.prefix(window)), tasks: own, wantsMultiVector: request.wantsMultiVector))
    }
    self.sequences = sequences
    self.prompts = prompts
    self.fullCounts = fullCounts
  }

  /// The results in the order of the request's tasks, from what the model made of the sequences.
  func results(_ embeddings: [SequenceEmbedding]) -> [EmbeddingResult] {
    tasks.compactMap { task in
      guard let embedding = embeddings.first(where: { $0.task == task }), let prompt = prompts[task],
        let sequence = sequences.first(where: { $0.tasks.contains(task) })
      else { return nil }
      return EmbeddingResult(
        task: task, prompt: prompt, tokenCount: sequence.tokens.count,
        tokenCountBeforeTruncation: fullCounts[prompt], vector: embedding.vector, multiVector: embedding.multiVector)
    }
  }
}
