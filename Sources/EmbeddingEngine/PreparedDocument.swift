import Embeddings
import JinaModel
import Tokenization

/// Parts of one document as the model reads them: it reads the document once, and each part's vector is the mean of the
/// hidden states of the part's tokens (late chunking).
///
/// The tokens of the prompt belong to no part. What jina-ai/late-chunking offers as `include_prefix=False` is taken here,
/// and not its default, which counts them to the first part: the first part's vector is then made like the others.
///
/// Source: Günther et al., Late Chunking, arXiv:2409.04701; github.com/jina-ai/late-chunking, `_extend_special_tokens`
/// and `chunked_pooling`, where parts are cut at the window too.
struct PreparedDocument {
  /// The tokens of one part behind one prompt.
  private struct Span {
    /// Those that the model reads.
    let tokens: Range<Int>
    /// How many there are in all.
    let fullCount: Int

    init(_ tokens: Range<Int>, window: Int) {
      self.tokens = tokens.clamped(to: 0..<window)
      fullCount = tokens.count
    }
  }

  /// What the model computes; none where no part is read.
  let sequences: [MultimodalSequence]
  /// The parts that are read, as places among those that were given.
  let readParts: [Int]
  /// The parts that begin behind the window, with the token that they begin at.
  let unreadParts: [(part: Int, token: Int)]
  /// The tasks, in the order their results are wanted.
  private let tasks: [EmbeddingTask]
  private let prompts: [EmbeddingTask: String]
  /// By prompt, the tokens of the parts that are read.
  private let spans: [String: [Span]]
  private let wantsMultiVector: Bool

  /// Token rows of all sequences under all their tasks.
  var rowCount: Int { sequences.reduce(0) { $0 + $1.computedTokens.count * $1.tasks.count } }

  /// Prepares parts of one document, of which at most the first `window` tokens, prompt included, are read.
  ///
  /// - Parameter encode: gives the tokens of a prompt and the document behind it.
  init(
    _ parts: [TextPart], role: PromptRole, request: EmbeddingRequest, window: Int, encode: (String) -> [Token]
  ) {
    tasks = request.tasks
    wantsMultiVector = request.wantsMultiVector
    let document = parts.first?.document.text ?? ""
    let prompts = Dictionary(tasks.map { ($0, Prompt.prefix(role: role, task: $0)) }, uniquingKeysWith: { $1 })
    var tokens: [String: [Int]] = [:]
    var found: [String: [Range<Int>]] = [:]
    for prompt in Set(prompts.values) {
      let encoded = encode(prompt + document)
      let ranges = encoded.map(\.sourceRange)
      found[prompt] = parts.map { $0.tokens(among: ranges, behind: prompt.utf8.count) }
      tokens[prompt] = encoded.map(\.id)
    }
    func firstToken(_ part: Int) -> Int { found.values.reduce(0) { max($0, $1[part].lowerBound) } }
    let read = parts.indices.filter { firstToken($0) < window }
    readParts = read
    unreadParts = parts.indices.filter { firstToken($0) >= window }.map { ($0, firstToken($0)) }
    let spans = found.mapValues { all in read.map { Span(all[$0], window: window) } }
    self.prompts = prompts
    self.spans = spans
    let isRead = !read.isEmpty
    var order: [String] = []
    for task in request.tasks { if let prompt = prompts[task], !order.contains(prompt) { order.append(prompt) } }
    sequences = (isRead ? order : []).map { prompt in
      let spans = (spans[prompt] ?? []).map(\.tokens)
      var own: [EmbeddingTask] = []
      for task in request.tasks where prompts[task] == prompt && !own.contains(task) { own.append(task) }
      // What stands behind the last part cannot reach it: the decoder is causal.
      let end = spans.reduce(0) { max($0, $1.upperBound) }
      return MultimodalSequence(
        tokens: Array((tokens[prompt] ?? []).prefix(end)), spans: spans, tasks: own,
        wantsMultiVector: request.wantsMultiVector)
    }
  }

  /// The results of each part that is read, in the order of the request's tasks, from what the model made of the sequences.
  func results(_ embeddings: [SequenceEmbedding]) -> [[EmbeddingResult]] {
    readParts.indices.map { place in
      tasks.compactMap { task in
        guard let embedding = embeddings.first(where: { $0.task == task }), let prompt = prompts[task],
          let span = spans[prompt]?[place]
        else { return nil }
        return EmbeddingResult(
          task: task, prompt: prompt, tokenCount: span.tokens.count,
          tokenCountBeforeTruncation: span.tokens.count < span.fullCount ? span.fullCount : nil,
          vector: embedding.vectors[place], multiVector: embedding.multiVector?.rows(span.tokens))
      }
    }
  }
}
