import Files
import Foundation
import Safetensors
public import Tensors

/// A copy of a tiny checkpoint in a folder of its own, changed in one place.
public struct AlteredCheckpoint: Sendable {
  /// A file does not have the text that was to be replaced.
  public struct TextNotFound: Error {
    let text: String
  }

  /// The copy.
  public let folder: TemporaryFolder

  /// Copies one of `Goldens.checkpoints`.
  public init(of checkpoint: String) throws {
    folder = try TemporaryFolder()
    let source = Goldens.directory(of: checkpoint)
    for name in try FileManager.default.subpathsOfDirectory(atPath: source)
    where try FileStatus(path: source + "/" + name).kind == .file {
      try folder.write(FileContents.read(source + "/" + name, limit: ReadingLimit.picture), to: name)
    }
  }

  /// A copy of `tiny-newer` that reads texts alone: its configuration and weights have no vision tower.
  public static func withoutVisionTower() throws -> AlteredCheckpoint {
    let checkpoint = try AlteredCheckpoint(of: "tiny-newer")
    try checkpoint.replace(
      "\"vision_config\":", by: "\"vision_config\": null, \"unused_config\":", in: "config.json")
    try checkpoint.rewrite("model.safetensors") { $0.contains("visual.") ? nil : ($0, $1) }
    return checkpoint
  }

  /// Replaces text in a file, which must have it.
  public func replace(_ text: String, by other: String, in name: String) throws {
    let content = String(
      decoding: try FileContents.read(folder.path + "/" + name, limit: ReadingLimit.picture), as: UTF8.self)
    guard content.contains(text) else { throw TextNotFound(text: text) }
    try folder.write(content.replacingOccurrences(of: text, with: other), to: name)
  }

  /// Rewrites a weight file; `change` returns the new name and tensor, or `nil` to leave the tensor out.
  public func rewrite(_ name: String, _ change: (String, StoredTensor) -> (String, StoredTensor)?) throws {
    let path = folder.path + "/" + name
    let file = try SafetensorsFile(path: path)
    var writer = SafetensorsWriter()
    for entry in file.header.entries {
      guard let tensor = file.tensor(entry.name), let (name, changed) = change(entry.name, tensor) else { continue }
      writer.add(name, changed)
    }
    try folder.remove(name)
    try writer.write(to: path)
  }

  /// Adds a tensor to a weight file.
  public func add(_ tensor: String, shape: Shape, to name: String) throws {
    let path = folder.path + "/" + name
    let file = try SafetensorsFile(path: path)
    var writer = SafetensorsWriter()
    for entry in file.header.entries {
      if let stored = file.tensor(entry.name) { writer.add(entry.name, stored) }
    }
    writer.add(tensor, floats: [Float](repeating: 0.5, count: shape.elementCount ?? 0), shape: shape)
    try folder.remove(name)
    try writer.write(to: path)
  }
}
