internal import Files

extension CorpusReader {
  /// Whether all of `inputs` are files that bring vectors along, as far as their first lines tell; nothing is read of
  /// standard input and of pipes. What cannot be read brings none: reading it will say why.
  public static func bringVectors(_ inputs: [String]) -> Bool {
    !inputs.isEmpty && inputs.allSatisfy { ((try? bringsVectors($0)) ?? false) }
  }

  private static func bringsVectors(_ path: String) throws -> Bool {
    guard path != "-", try FileStatus(path: path).kind == .file else { return false }
    switch try FileKind.kind(ofFileAt: path, wasFound: false) {
    case .numpy, .safetensors, .projector: return true
    case .jsonLines:
      var lines = try LineReader(path: path)
      guard var line = try lines.next() else { return false }
      if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
      return try ItemLine(line, at: CorpusItem.Place(file: path, line: 1)).embedding() != nil
    default: return false
    }
  }
}
