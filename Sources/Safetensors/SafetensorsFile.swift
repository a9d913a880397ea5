public import Files
public import Tensors

/// One safetensors file, read where the system keeps it: opening it reads no more than the header.
public struct SafetensorsFile: Sendable {
  /// The file's bytes.
  public let mapping: MappedFile
  /// What the file says it has, checked.
  public let header: SafetensorsHeader

  /// Opens and checks a file.
  ///
  /// - Throws: `SafetensorsError`, of every case that concerns a single file.
  public init(path: String) throws(SafetensorsError) {
    let mapping: MappedFile
    do { mapping = try MappedFile(path: path) } catch { throw .file(error) }
    self.mapping = mapping
    let header = Result { () throws(SafetensorsError) in
      try SafetensorsHeader(file: path, byteCount: mapping.byteCount) { mapping.copy($0) }
    }
    try Self.check(mapping)
    self.header = try header.get()
  }

  /// Finds out whether all that was read was what was opened.
  ///
  /// - Throws: `SafetensorsError.file` where the file has been changed meanwhile.
  public func checkUnchanged() throws(SafetensorsError) { try Self.check(mapping) }

  private static func check(_ mapping: MappedFile) throws(SafetensorsError) {
    do { try mapping.checkUnchanged() } catch { throw .file(error) }
  }

  /// The path it was opened by.
  public var path: String { mapping.path }

  /// The tensor of that name, over the file's own bytes.
  public func tensor(_ name: String) -> StoredTensor? {
    guard let entry = header.entry(name) else { return nil }
    // Safe: the header's spans lie in the mapping, which the tensor keeps alive.
    return unsafe StoredTensor(
      dtype: entry.dtype, shape: entry.shape, owner: mapping, bytes: mapping.buffer(entry.bytes),
      isMapped: true)
  }
}
