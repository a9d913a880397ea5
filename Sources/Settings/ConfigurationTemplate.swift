extension Configuration {
  /// A configuration file in which every setting stands with what it does, none of them in force.
  ///
  /// - Parameter keyScopes: the places where keys can have a meaning of their own.
  public static func template(_ settings: [Setting], keyScopes: [String]) -> String {
    var text = """
      # jinascope's configuration (TOML). Uncomment a line to change its setting.
      # Environment variables override this file, and options on the command line override both.

      """
    for setting in settings {
      let example = setting.standard?.description ?? setting.example
      text += "\n# \(setting.summary): \(setting.expectation) (\(setting.variable)).\n# \(setting.name) = \(example)\n"
    }
    return text + """

      # Keys, in Vim's notation, and the commands they run: the names that Ctrl-P lists, or "none".
      # Places: \(keyScopes.joined(separator: ", ")).
      # [keys.outside-text]
      # "<F2>" = "next-adapter"
      # "x" = "dimension 64"

      """
  }
}

extension Setting {
  /// A value that shows the form.
  fileprivate var example: String {
    switch kind {
    case .choice(let words): SettingValue.text(words.first ?? "").description
    case .flag: "true"
    case .number(let range): "\(range.lowerBound)"
    case .text: "\"…\""
    }
  }
}
