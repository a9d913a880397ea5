import Foundation

/// A folder of its own for one test, removed with everything in it at the end of its life.
public final class TemporaryFolder: Sendable {
  /// The folder's path, without links on the way.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("jinascope-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, with the folders on the way to it.
  public func write(_ bytes: some Sequence<UInt8>, to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  /// Writes a text file, with the folders on the way to it.
  public func write(_ text: String, to name: String) throws { try write(text.utf8, to: name) }

  /// Copies a file or folder from elsewhere and returns the copy's path.
  @discardableResult
  public func copy(_ source: String, to name: String) throws -> String {
    try FileManager.default.copyItem(atPath: source, toPath: path + "/" + name)
    return path + "/" + name
  }

  /// Rewrites a text file.
  public func edit(_ name: String, _ change: (String) -> String) throws {
    try write(change(try String(contentsOfFile: path + "/" + name, encoding: .utf8)), to: name)
  }

  /// Makes a file or a folder whose name may be any bytes.
  public func make(named name: [UInt8], isFolder: Bool = false, holding bytes: [UInt8] = []) throws {
    let path = (Array((path + "/").utf8) + name).map { CChar(bitPattern: $0) } + [0]
    // Safe: the path ends with a zero and outlives the calls.
    if isFolder {
      guard unsafe mkdir(path, 0o700) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } else {
      let file = unsafe open(path, O_WRONLY | O_CREAT, 0o600)
      guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
      FileHandle(fileDescriptor: file, closeOnDealloc: true).write(Data(bytes))
    }
  }

  /// Makes a folder, with the folders on the way to it.
  public func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path + "/" + name, withIntermediateDirectories: true)
  }

  /// Makes a symbolic link to `destination`, which is relative to the link.
  public func makeLink(_ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: destination)
  }

  /// Makes a named pipe.
  public func makePipe(_ name: String) throws {
    // Safe: the path outlives the call.
    guard unsafe mkfifo(path + "/" + name, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  /// Removes a file or a folder.
  public func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

  /// Whether a symbolic link stands there.
  public func isLink(_ name: String) throws -> Bool {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.type] as? FileAttributeType
      == .typeSymbolicLink
  }

  /// The permission bits of a file.
  public func permissions(of name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
  }

  /// Sets the permission bits of a file.
  public func setPermissions(_ permissions: Int, of name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path + "/" + name)
  }
}
