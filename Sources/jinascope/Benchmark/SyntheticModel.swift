import Files
import Foundation
import JinaModel

/// The files of a model of random numbers, which are removed when the value ends unless they are to be kept.
final class SyntheticModel {
  /// The folder of the files.
  let directory: String
  private let isKept: Bool

  /// Writes a model of the published sizes.
  ///
  /// - Parameter kept: the folder to write to and to leave; without one a temporary one.
  /// - Throws: `BenchmarkError.noSpace`, `.notEmpty`; `FileError`, `SafetensorsError`; `CancellationError`.
  init(kept: String?, progress: ProgressLine) throws {
    let checkpoint = try SyntheticCheckpoint()
    isKept = kept != nil
    if let kept {
      directory = kept
      if (try? Folder.names(in: kept))?.isEmpty == false { throw BenchmarkError.notEmpty(folder: kept) }
    } else {
      directory = try Folder.createTemporary()
    }
    let parent = URL(fileURLWithPath: directory).deletingLastPathComponent().path
    let needed = checkpoint.byteCount + 100_000_000
    if let free = Folder.freeBytes(in: parent), free < needed {
      if !isKept { remove() }
      throw BenchmarkError.noSpace(folder: parent, needed: needed, free: free)
    }
    if (try? FileStatus(path: directory)) == nil { try Folder.create(directory) }
    do {
      try checkpoint.write(to: directory) { written in
        try Task.checkCancellation()
        progress.show { elapsed in
          let rate = Double(written) / 1e9 / (elapsed / .seconds(1))
          let left = Double(checkpoint.byteCount - written) / 1e9 / max(rate, 1e-3)
          return
            "writing random weights · \(written / 1_000_000) of \(checkpoint.byteCount / 1_000_000) MB · "
            + "\(Int(rate * 1000)) MB/s · \(Int(left.rounded(.up))) s left"
        }
      }
    } catch {
      remove()
      throw error
    }
  }

  deinit { if !isKept { remove() } }

  private func remove() { Folder.remove(directory) }
}

/// Why `bench` cannot begin.
enum BenchmarkError: Error, CustomStringConvertible {
  /// The weights would not fit.
  case noSpace(folder: String, needed: Int, free: Int)
  /// There is something in the folder already.
  case notEmpty(folder: String)
  /// The checkpoint has no vision tower.
  case noPictures(case: String, model: String)
  /// A text is longer than what the model reads.
  case tooLong(case: String, window: Int)

  var description: String {
    switch self {
    case .noSpace(let folder, let needed, let free):
      "\(folder) has \(free / 1_000_000) MB free, and random weights of the published sizes take "
        + "\(needed / 1_000_000) MB; set TMPDIR to a folder on a larger disk"
    case .notEmpty(let folder): "\(folder) is not empty; name a new folder for --keep"
    case .noPictures(let name, let model): "\(model) does not read pictures; leave out \(name)"
    case .tooLong(let name, let window): "the model reads \(window) tokens; leave out \(name)"
    }
  }
}
