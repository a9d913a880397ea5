/// What a user has set: in a file, overridden by the environment.
public struct Configuration: Sendable {
  /// Where a value comes from.
  public enum Origin: Hashable, Sendable {
    /// Nobody said anything.
    case standard
    /// A line of the file; 0 where the line is not known.
    case file(line: Int)
    /// An environment variable.
    case environment(String)
  }

  /// A value and where it comes from.
  public struct Entry: Hashable, Sendable {
    /// The value.
    public let value: SettingValue
    /// Who says so.
    public let origin: Origin
  }

  /// A line of the file that gives a key a command.
  public struct KeyLine: Hashable, Sendable {
    /// Where the key has it: the name of the table below `keys`.
    public let scope: String
    /// The key.
    public let key: String
    /// The command.
    public let command: String
    /// The number of the line; 0 where it is not known.
    public let line: Int
  }

  /// What can be set.
  public let settings: [Setting]
  /// The keys, in the order of the file.
  public internal(set) var keys: [KeyLine] = []
  /// What is wrong, in the order of the file; all the rest holds.
  public private(set) var problems: [ConfigurationProblem] = []
  private var entries: [String: Entry] = [:]

  /// A configuration in which nothing is set.
  public init(_ settings: [Setting]) { self.settings = settings }

  /// What a setting is, and who says so; `nil` where nobody does and there is no standard value.
  public func entry(of name: String) -> Entry? {
    entries[name]
      ?? settings.first { $0.name == name }?.standard.map { Entry(value: $0, origin: .standard) }
  }

  /// The text of a setting.
  public func text(_ name: String) -> String? {
    if case .text(let text)? = entry(of: name)?.value { text } else { nil }
  }

  /// The number of a setting.
  public func number(_ name: String) -> Int? {
    if case .number(let number)? = entry(of: name)?.value { number } else { nil }
  }

  /// Whether a setting is true.
  public func flag(_ name: String) -> Bool? {
    if case .flag(let isOn)? = entry(of: name)?.value { isOn } else { nil }
  }

  /// Notes that something is wrong with a value that is of the right kind, and lets it count no more.
  public mutating func reject(_ name: String, because reason: String) {
    guard let entry = entries.removeValue(forKey: name) else { return }
    report(ConfigurationProblem(origin: entry.origin, reason: "\(name): \(reason)"))
  }

  /// Notes that something is wrong with a key.
  public mutating func reject(_ key: KeyLine, because reason: String) {
    report(ConfigurationProblem(origin: .file(line: key.line), reason: reason))
  }

  /// Overrides what the file says with what an environment says, and notes variables that look like settings and are
  /// none.
  ///
  /// - Parameter others: variables of this program that are no settings.
  public mutating func apply(environment: [String: String], others: Set<String> = []) {
    let known = others.union(settings.map(\.variable))
    for name in environment.keys.sorted() where name.hasPrefix(Setting.variablePrefix) && !known.contains(name) {
      let names = settings.map(\.variable).joined(separator: ", ")
      report(ConfigurationProblem(origin: .environment(name), reason: "there is no such setting; there are \(names)"))
    }
    for setting in settings {
      guard let text = environment[setting.variable], !text.isEmpty else { continue }
      let origin = Origin.environment(setting.variable)
      if let value = setting.value(of: text) {
        entries[setting.name] = Entry(value: value, origin: origin)
      } else {
        report(ConfigurationProblem(origin: origin, reason: "it must be \(setting.expectation), not \"\(text)\""))
      }
    }
  }

  /// Takes over a value of the file, or notes what is wrong with it.
  mutating func set(_ name: String, to value: SettingValue?, line: Int) {
    let origin = Origin.file(line: line)
    guard let setting = settings.first(where: { $0.name == name }) else {
      let names = settings.map(\.name).joined(separator: ", ")
      return report(ConfigurationProblem(origin: origin, reason: "there is no setting \"\(name)\"; there are \(names)"))
    }
    guard let value, setting.allows(value) else {
      return report(ConfigurationProblem(origin: origin, reason: "\(name) must be \(setting.expectation)"))
    }
    entries[name] = Entry(value: value, origin: origin)
  }

  mutating func report(_ problem: ConfigurationProblem) { problems.append(problem) }

  /// Brings what is wrong with a file into its order.
  mutating func sortProblems() {
    func line(_ problem: ConfigurationProblem) -> Int {
      if case .file(let line) = problem.origin { line } else { .max }
    }
    problems.sort { line($0) < line($1) }
  }
}

/// Something wrong with what a user has set; the rest holds.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  /// Where it is.
  public let origin: Configuration.Origin
  /// What it is, and what to do.
  public let reason: String

  /// One sentence: where, and what; the caller puts the file's name before it.
  public var description: String {
    switch origin {
    case .file(let line) where line > 0: "line \(line): \(reason)"
    case .environment(let variable): "\(variable): \(reason)"
    case .file, .standard: reason
    }
  }
}
