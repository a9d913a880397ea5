import Embeddings

/// Requests that are computed together, as they share what the model reads: one alone, or parts of the same document that
/// stand one behind the other.
struct RequestGroup: Hashable {
  /// Their indices in the call; never none.
  let requests: [Int]

  /// The groups of a call's requests, in their order.
  static func groups(of requests: [EmbeddingRequest]) -> [RequestGroup] {
    var groups: [[Int]] = []
    for index in requests.indices {
      if index > 0, requests[index].sharesDocument(with: requests[index - 1]) {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    return groups.map(RequestGroup.init)
  }
}

extension EmbeddingRequest {
  /// Whether both are of parts that one pass over their document gives.
  fileprivate func sharesDocument(with other: EmbeddingRequest) -> Bool {
    guard case .part(let part, let role) = content, case .part(let otherPart, let otherRole) = other.content else {
      return false
    }
    return role == otherRole && tasks == other.tasks && wantsMultiVector == other.wantsMultiVector
      && part.document == otherPart.document
  }
}
