import Foundation

/// Measures one subject: `benchmark SUBJECT …`.
@main struct Benchmark {
  /// What can be measured, a file each.
  private static let subjects: [String: (ArraySlice<String>) async throws -> Void] = [
    "engine": EngineBenchmark.run
  ]

  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let subject = arguments.first.flatMap({ subjects[$0] }) else {
      throw Usage("benchmark SUBJECT, one of \(subjects.keys.sorted().joined(separator: ", "))")
    }
    try await subject(arguments.dropFirst())
  }
}

/// How a benchmark is called, for whoever called it otherwise.
struct Usage: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
