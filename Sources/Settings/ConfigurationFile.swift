import TOMLKit

extension Configuration {
  /// How many lines are left out before a file counts as something else than a configuration.
  private static let mostBadLines = 100

  /// Reads a configuration file. A line that is no TOML is reported and left out, and so is a value that may not be;
  /// the rest holds.
  ///
  /// Source: TOML 1.0.0.
  public mutating func read(_ text: String) {
    var statements: [TOMLStatement] = []
    var badLines = 0
    var reader = TOMLStatementReader(text)
    while badLines <= Self.mostBadLines, let (line, found) = reader.next() {
      switch found {
      case .success(let statement): statements.append(statement)
      case .failure(let fault):
        reportNoTOML(fault.reason, line: line)
        badLines += 1
      }
    }
    while badLines <= Self.mostBadLines {
      do {
        take(try TOMLTable(string: Self.document(statements)), lines: LineIndex(statements))
        return sortProblems()
      } catch let error as TOMLParseError {
        // What stands twice, or is too large: it is left out whole.
        let line = max(error.source.begin.line, 1)
        guard let index = statements.lastIndex(where: { $0.lines.lowerBound <= line }) else {
          return reportNoTOML(Self.sentence(error.description), line: line)
        }
        reportNoTOML(Self.sentence(error.description), line: statements.remove(at: index).lines.lowerBound)
        badLines += 1
      } catch {
        return report(ConfigurationProblem(origin: .file(line: 0), reason: "\(error)"))
      }
    }
    report(
      ConfigurationProblem(
        origin: .file(line: 0),
        reason: "more than \(Self.mostBadLines) lines are wrong, so it is no configuration; nothing in it holds"))
  }

  private mutating func reportNoTOML(_ reason: String, line: Int) {
    report(ConfigurationProblem(origin: .file(line: line), reason: "this is not valid TOML: " + reason))
  }

  /// The statements, each on its line.
  private static func document(_ statements: [TOMLStatement]) -> String {
    var text = ""
    var line = 1
    for statement in statements {
      text += String(repeating: "\n", count: statement.lines.lowerBound - line) + statement.text
      line = statement.lines.upperBound + 1
    }
    return text
  }

  private mutating func take(_ table: TOMLTable, lines: LineIndex) {
    for name in table.keys.sorted(by: { lines.line(of: $0, in: "") < lines.line(of: $1, in: "") }) {
      let line = lines.line(of: name, in: "")
      guard let value = table[name] else { continue }
      if name == "keys" {
        if let scopes = value.table {
          takeKeys(scopes, lines: lines)
        } else {
          report(ConfigurationProblem(origin: .file(line: line), reason: "keys are written below [keys.PLACE]"))
        }
      } else {
        set(name, to: Self.value(of: value), line: line)
      }
    }
  }

  private mutating func takeKeys(_ scopes: TOMLTable, lines: LineIndex) {
    var found: [KeyLine] = []
    for scope in scopes.keys {
      guard let table = scopes[scope]?.table else {
        let line = lines.line(of: scope, in: "keys")
        report(ConfigurationProblem(origin: .file(line: line), reason: "keys are written below [keys.PLACE]"))
        continue
      }
      for key in table.keys {
        let line = lines.line(of: key, in: "keys.\(scope)")
        if let command = table[key]?.string {
          found.append(KeyLine(scope: scope, key: key, command: command, line: line))
        } else {
          let reason = "a key is given a command in quotes, as \"\(key)\" = \"copy\""
          report(ConfigurationProblem(origin: .file(line: line), reason: reason))
        }
      }
    }
    keys = found.sorted { ($0.line, $0.scope, $0.key) < ($1.line, $1.scope, $1.key) }
  }

  private static func value(of value: any TOMLValueConvertible) -> SettingValue? {
    if let text = value.string { return .text(text) }
    if let isOn = value.bool { return .flag(isOn) }
    return value.int.map { .number($0) }
  }

  /// The parser's sentence without its beginning, which says no more than that it is one.
  private static func sentence(_ text: String) -> String {
    let beginning = "Error while parsing "
    return text.hasPrefix(beginning) ? String(text.dropFirst(beginning.count)) : text
  }
}

/// The lines on which names are given values: the parser tells only those of errors.
private struct LineIndex {
  private var places: [String: Int] = [:]

  /// The names that statements begin with.
  init(_ statements: [TOMLStatement]) {
    var table = ""
    for statement in statements {
      let line = statement.lines.lowerBound
      let text = statement.text.trimmed
      if text.first == "[" {
        table = text.drop { $0 == "[" }.prefix { $0 != "]" }.split(separator: ".").map { Self.unquoted($0.trimmed) }
          .joined(separator: ".")
        note(table, line)
      } else if let name = Self.name(text) {
        note(table.isEmpty ? name : "\(table).\(name)", line)
      }
    }
  }

  /// The number of the line on which a name of a table is given a value; 0 where it is not known.
  func line(of name: String, in table: String) -> Int { places[table.isEmpty ? name : "\(table).\(name)"] ?? 0 }

  private mutating func note(_ path: String, _ line: Int) {
    if places[path] == nil { places[path] = line }
    // A table is first named where the first below it is.
    if let end = path.lastIndex(of: "."), places[String(path[..<end])] == nil { places[String(path[..<end])] = line }
  }

  /// The name before the equals sign, a dotted one whole; `nil` on any other line.
  private static func name(_ text: String) -> String? {
    guard let first = text.first, first != "#" else { return nil }
    if first == "\"" || first == "'" {
      guard let end = text.dropFirst().firstIndex(of: first), text[end...].dropFirst().trimmed.first == "=" else {
        return nil
      }
      return String(text[text.index(after: text.startIndex)..<end])
    }
    guard let end = text.firstIndex(of: "=") else { return nil }
    return text[..<end].trimmed
  }

  private static func unquoted(_ text: String) -> String {
    text.count > 1 && (text.first == "\"" || text.first == "'") ? String(text.dropFirst().dropLast()) : text
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
