/// An environment variable says something that cannot be done.
struct EnvironmentProblem: Error, CustomStringConvertible {
  /// One sentence: which variable, what is wrong, what to do.
  let description: String
}
