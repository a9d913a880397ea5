/// What the program tells the shell, after the `sysexits.h` convention.
enum ExitStatus: Int32 {
  /// The command line is wrong: an unknown flag, task, dimension.
  case usage = 64
  /// A file's content is wrong.
  case badData = 65
  /// A file or a model is not there.
  case noInput = 66
  /// The program is wrong.
  case bug = 70
  /// Reading or writing failed.
  case inputOutput = 74
  /// `doctor` found problems, `verify` differences.
  case problemsFound = 1
  /// The user interrupted the command; where it was another signal, its number takes the place of that of SIGINT.
  case interrupted = 130
  /// The reader of standard output went away, as `head` does: what the shell would say of SIGPIPE.
  case nobodyReads = 141
}
