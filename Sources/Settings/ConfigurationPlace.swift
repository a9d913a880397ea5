/// Where the configuration file is: `jinascope/config.toml` in `$XDG_CONFIG_HOME`, else in `~/.config`, on every system.
///
/// Source: XDG Base Directory Specification 0.8; a relative path in the variable does not count.
public enum ConfigurationPlace {
  /// The path that an environment names.
  public static func path(environment: [String: String], home: String) -> String {
    let named = environment["XDG_CONFIG_HOME"].flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil }
    return (named ?? home + "/.config") + "/jinascope/config.toml"
  }
}
