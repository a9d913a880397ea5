import HeapModule

/// Byte pair encoding of one piece of text: from single bytes up, always the merge of lowest rank, leftmost first.
///
/// Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016, section 3.2;
/// order of merges as `Word::merge_all` of Hugging Face `tokenizers` 0.22.2.
struct BytePairEncoder: Sendable {
  /// The token of each single byte.
  let byteTokens: [UInt32]
  /// What merges.
  let merges: MergeTable

  /// A token in the making; it begins at the byte of its index and ends where `next` begins.
  fileprivate struct Symbol {
    var token: UInt32
    var previous: Int
    var next: Int
    /// Merged into the symbol before.
    var isGone = false
  }

  /// A merge that was possible when it was found.
  fileprivate struct Candidate: Comparable {
    let merge: MergeTable.Merge
    let position: Int
    /// The tokens it joins; that they are still there tells without a search that it is still possible.
    let left, right: UInt32

    static func == (left: Self, right: Self) -> Bool {
      left.merge.rank == right.merge.rank && left.position == right.position
    }

    static func < (left: Self, right: Self) -> Bool {
      (left.merge.rank, left.position) < (right.merge.rank, right.position)
    }
  }

  /// Memory that encoding reuses from piece to piece.
  struct Workspace: Sendable {
    fileprivate var symbols: [Symbol] = []
    fileprivate var queue = Heap<Candidate>()
  }

  /// Encodes a piece, not empty, and calls `emit` with each token and the bytes of the text it covers, in order.
  ///
  /// Complexity: O(n log n) for n bytes.
  func encode(
    _ text: [UInt8], _ piece: Range<Int>, in workspace: inout Workspace, emit: (UInt32, Range<Int>) -> Void
  ) {
    fill(&workspace, with: text, piece)
    mergeAll(&workspace)
    var position = 0
    while position < piece.count {
      let symbol = workspace.symbols[position]
      emit(symbol.token, piece.lowerBound + position..<piece.lowerBound + symbol.next)
      position = symbol.next
    }
  }

  private func fill(_ workspace: inout Workspace, with text: [UInt8], _ piece: Range<Int>) {
    workspace.symbols.removeAll(keepingCapacity: true)
    for (index, position) in piece.enumerated() {
      workspace.symbols.append(
        Symbol(token: byteTokens[Int(text[position])], previous: index - 1, next: index + 1))
    }
    for position in 0..<piece.count { propose(at: position, &workspace) }
  }

  private func mergeAll(_ workspace: inout Workspace) {
    while let candidate = workspace.queue.popMin() {
      let position = candidate.position
      let left = workspace.symbols[position]
      // Since it was found, either side may have become part of another token.
      guard !left.isGone, left.next < workspace.symbols.count else { continue }
      let right = workspace.symbols[left.next]
      if (left.token, right.token) != (candidate.left, candidate.right) {
        // Other tokens may have come here that become the same one; the reference then merges them now.
        guard merges[left.token, right.token]?.result == candidate.merge.result else { continue }
      }

      workspace.symbols[position].token = candidate.merge.result
      workspace.symbols[position].next = right.next
      workspace.symbols[left.next].isGone = true
      if right.next < workspace.symbols.count { workspace.symbols[right.next].previous = position }
      if left.previous >= 0 { propose(at: left.previous, &workspace) }
      propose(at: position, &workspace)
    }
  }

  /// Queues the merge of the symbol at `position` with the next, if there is one.
  private func propose(at position: Int, _ workspace: inout Workspace) {
    let left = workspace.symbols[position]
    guard left.next < workspace.symbols.count else { return }
    let right = workspace.symbols[left.next]
    guard let merge = merges[left.token, right.token] else { return }
    workspace.queue.insert(Candidate(merge: merge, position: position, left: left.token, right: right.token))
  }
}
