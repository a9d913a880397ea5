#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The program that is running.
public enum Executable {
  /// The path of its file, links followed; `nil` where the system does not tell.
  public static var path: String? {
    #if os(Linux)
      return resolvedPath("/proc/self/exe")
    #else
      var length: UInt32 = 4096
      var buffer = [CChar](repeating: 0, count: Int(length))
      // Safe: the length is the buffer's own.
      guard unsafe _NSGetExecutablePath(&buffer, &length) == 0 else { return nil }
      let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      return resolvedPath(text)
    #endif
  }
}

/// The path of what stands at `path`, without links on the way; `nil` where nothing does.
func resolvedPath(_ path: String) -> String? {
  // Safe: `realpath` allocates the text, which is copied and freed here.
  guard let resolved = unsafe realpath(path, nil) else { return nil }
  defer { unsafe free(resolved) }
  return unsafe String(cString: resolved)
}
