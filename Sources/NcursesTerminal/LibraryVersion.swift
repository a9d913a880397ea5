import CTerminal

extension NcursesTerminal {
  /// The name and version of the curses library, as it tells them.
  public static var libraryVersion: String {
    // Safe: the library returns a string constant.
    unsafe String(cString: terminal_library_version())
  }
}
