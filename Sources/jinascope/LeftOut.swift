import Corpus
import Embeddings
import Files
import Imaging
import StrictJSON
import Synchronization

/// Pictures of folders that turn out to be unreadable while the rest is embedded, and parts of documents behind the
/// model's window.
final class LeftOut: Sendable {
  private let state = Mutex((reasons: [any Error](), requests: Set<Int>(), items: Set<ExactString>()))

  /// The requests that failed.
  var requests: Set<Int> { state.withLock { $0.requests } }

  /// Leaves `item` out, where nobody named it.
  ///
  /// - Throws: `InputError.item` where somebody did, and where it could be read and is no vector.
  func add(_ item: CorpusItem, _ failure: RequestFailure) throws {
    let reason: any Error
    if case RequestError.behindWindow? = failure.reason as? RequestError, let unread = failure.reason as? RequestError {
      reason = CorpusError.unreadPart(id: item.id, reason: unread)
    } else {
      let cannotBeRead = failure.reason is FileError || failure.reason is ImageError
      guard cannotBeRead, item.place?.mayBeLeftOut == true else { throw InputError.item(item, reason: failure.reason) }
      reason = failure.reason
    }
    state.withLock { state in
      state.requests.insert(failure.request)
      // An item read in two roles is one.
      if state.items.insert(ExactString(item.id)).inserted { state.reasons.append(reason) }
    }
  }

  /// Says on standard error what was left out of `count` requests.
  ///
  /// - Throws: the first reason, where nothing is left.
  func tell(of count: Int) throws {
    let (reasons, requests, _) = state.withLock { $0 }
    if let first = reasons.first, requests.count == count { throw first }
    Destination.remark(leftOut: reasons)
  }
}

extension Destination {
  /// Says on standard error what was left out, and why.
  static func remark(leftOut reasons: [any Error]) {
    for line in CorpusReading.lines(leftOut: reasons) { remark("jinascope: \(line)") }
  }
}
