import Reports

extension ExplorerState {
  /// What happened, with the seconds since the start.
  var logTable: Table { .log(log.lines.map { (seconds: $0.seconds, level: $0.level, message: $0.text) }) }
}
