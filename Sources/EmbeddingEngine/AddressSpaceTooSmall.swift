import Files
import Foundation
import JinaModel

/// `ulimit -v` leaves less than a model needs.
public struct AddressSpaceTooSmall: Error, Equatable, CustomStringConvertible {
  /// Bytes that the model needs.
  public let needed: Int
  /// Bytes that are left.
  public let remaining: Int

  /// One sentence: what is missing, and what to do.
  public var description: String {
    "the model needs about \(needed / 1_000_000 + 1) MB of address space and \(remaining / 1_000_000) MB are left; "
      + "raise `ulimit -v`, or use fewer --threads or --batch-tokens"
  }

  /// Finds out before anything is opened: behind this point the system's refusals could no longer be told.
  static func check(_ directory: ModelDirectory, options: EngineOptions) throws {
    guard let remaining = AddressSpace.remaining else { return }
    let configuration = try JinaConfiguration(path: directory.configuration)
    let names = try Folder.names(in: directory.path).filter { $0.hasSuffix(".safetensors") }
    let files = names.map { directory.path + "/" + $0 } + [directory.adapterWeights].compactMap { $0 }
    let weights = files.reduce(0) { $0 + ((try? FileStatus(path: $1))?.byteCount ?? 0) }
    // Rows between the layers, those of the projections, and those of a feed-forward in their several forms.
    let floatsOfRow = 8 * configuration.hiddenSize + 3 * configuration.intermediateSize
    let (rows, overflow) = options.batchTokens.multipliedReportingOverflow(by: 4 * floatsOfRow)
    let threads = options.threads + ProcessInfo.processInfo.activeProcessorCount + 2
    let needed = weights + (overflow ? Int.max / 2 : min(rows, Int.max / 2)) + threads * stackBytes + otherBytes
    if needed > remaining { throw AddressSpaceTooSmall(needed: needed, remaining: remaining) }
  }

  /// Of a thread, as the system gives it.
  private static let stackBytes = 8 << 20
  /// The tokenizer, the packed memory of a small model, and what the runtime takes.
  private static let otherBytes = 96 << 20
}
