import Tensors

/// The embedding table [vocabulary, hidden].
struct TokenEmbedding: Sendable {
  let weight: StoredTensor

  /// Traps no input: a token without a row is an error of the tokenizer's file.
  func check(_ tokens: [Int]) throws(JinaModelError) {
    let rows = weight.shape.extents[0]
    for token in tokens where token < 0 || token >= rows { throw .tokenOutOfRange(token, rows: rows) }
  }

  /// Rows of `output` from `first` on become the rows of `tokens`, which have been checked.
  func callAsFunction(_ tokens: some Sequence<Int>, into output: inout Matrix, from first: Int) {
    for (index, token) in tokens.enumerated() { weight.copyRow(token, to: first + index, of: &output) }
  }
}
