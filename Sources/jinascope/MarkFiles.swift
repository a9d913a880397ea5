import Corpus
import Crypto
import Explorer
import Files
import Foundation

/// The files in which the explorer keeps what was judged there: one for each collection, in `judgments` beside the
/// session. They are JSON Lines as `evaluate --queries` reads them.
struct MarkFiles {
  /// The file of a collection.
  private let path: String
  private let folder: String

  /// The file for the collection at `paths`; none stands for the samples.
  init(_ session: SessionFiles, collection paths: [String]) {
    folder = session.folder + "/judgments"
    guard let last = paths.last else {
      path = folder + "/samples.jsonl"
      return
    }
    // Two collections may be called alike.
    let digest = SHA256.hash(data: Array(paths.joined(separator: "\0").utf8)).prefix(6)
    let name = String(String.UnicodeScalarView(Path.name(of: last).unicodeScalars.prefix(40)))
    path = "\(folder)/\(name)-" + digest.map { String(format: "%02x", $0) }.joined() + ".jsonl"
  }

  /// What was marked before, ready to be added to, and what is wrong with its file, which is then set aside.
  func read() -> (marks: KeptMarks, problem: String?) {
    let (marks, problem) = take()
    return (KeptMarks(marks, keep: keep), problem)
  }

  /// Adds a mark to the file, beside what other instances have put there.
  private func keep(_ mark: Judgments.Mark) throws {
    try Folder.createAll(folder, isPrivate: true)
    try OwnerOnly.restrict(folder)
    try FolderLock.holding(folder) {
      var (marks, _) = take()
      marks.judge(mark)
      if marks.judgments.isEmpty { return Path.removeFile(path) }
      try OwnerOnly.write(marks.jsonLines, to: path)
    }
  }

  private func take() -> (marks: Judgments, problem: String?) {
    let none = Judgments(name: "marks")
    do {
      guard try FileStatus(path: path).kind == .file else { return (none, nil) }
      let reading = try CorpusReader.readJudgments(queries: path, qrels: nil, isStrict: true)
      return (
        Judgments(
          name: none.name, judgments: reading.judgments.judgments, writtenQueries: reading.judgments.writtenQueries),
        nil
      )
    } catch FileError.notFound {
      return (none, nil)
    } catch {
      do { return (none, "\(path) is damaged (\(error)) and is kept as \(try Path.setAside(path))") } catch {
        return (none, "\(error)")
      }
    }
  }
}
