#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much memory this process holds.
public enum ResidentMemory {
  /// The bytes in memory now, mapped files included as far as they are in it; `nil` where the system does not tell.
  ///
  /// Source: proc(5), `/proc/self/statm`.
  public static var bytes: Int? {
    #if os(Linux)
      guard let text = try? FileContents.read("/proc/self/statm", limit: 4096) else { return nil }
      let fields = text.split(separator: UInt8(ascii: " "))
      guard fields.count > 1, let pages = Int(String(decoding: fields[1], as: UTF8.self)) else { return nil }
      return pages * sysconf(Int32(_SC_PAGESIZE))
    #else
      return nil
    #endif
  }
}
