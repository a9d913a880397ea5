import Foundation

/// Files of `Tests/Fixtures`.
public enum Fixture {
  /// The path of the file `name`, relative to `Tests/Fixtures`.
  public static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)").path
  }

  /// The bytes of the file `name`, relative to `Tests/Fixtures`.
  public static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(name))))
  }
}
