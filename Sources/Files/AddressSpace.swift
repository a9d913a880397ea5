/// The addresses that a process may have, which `ulimit -v` limits.
public enum AddressSpace {
  /// Bytes that the system would still give this process; `nil` where nothing limits them, or it does not tell.
  public static var remaining: Int? {
    guard let limits = text("/proc/self/limits"),
      let line = limits.split(separator: "\n").first(where: { $0.hasPrefix(limitName) }),
      let limit = line.dropFirst(limitName.count).split(separator: " ").first.flatMap({ Int($0) }),
      let pages = text("/proc/self/statm")?.split(separator: " ").first.flatMap({ Int($0) })
    else { return nil }
    return max(0, limit - pages * pageSize)
  }

  private static let limitName = "Max address space"

  /// The system counts in these pages on every processor that this program runs on; larger ones leave room.
  private static let pageSize = 4096

  private static func text(_ path: String) -> String? {
    (try? FileContents.read(path, limit: 1 << 16)).map { String(decoding: $0, as: UTF8.self) }
  }
}
