import EmbeddingEngine
import Embeddings
import Explorer
import Files
import Foundation
import Settings
import Tensors
import TerminalUI

/// What the user has set for this program, in the configuration file and the environment.
struct ProgramConfiguration {
  /// The file's path, whether it is there or not.
  let path: String
  private(set) var values = Configuration(Self.settings)
  private let environment: [String: String]

  /// Everything that can be set.
  static let settings: [Setting] = [
    Setting("model", .text, summary: "The model: a folder, or org/name[@revision] in the Hugging Face cache"),
    Setting(
      "threads", .number(1...EngineOptions.mostThreads), summary: "Threads to compute on; by default one per core"),
    Setting(
      "precision", .choice(Precision.allCases.map(\.rawValue)), standard: .text(EngineOptions().precision.rawValue),
      summary: "exact, or fast (inputs of matrix products rounded to BF16)"),
    Setting(
      "weights", .choice(WeightFormat.allCases.map(\.rawValue)), standard: .text(EngineOptions().weights.rawValue),
      summary: "How weights are kept in memory: stored, or int8 (half the memory, faster, less exact)"),
    Setting("cache", .flag, standard: .flag(true), summary: "Whether vectors are remembered for the next time"),
    Setting(
      "cache-size", .number(CacheOptions.sizes), standard: .number(10),
      summary: "Gigabytes on the disk beyond which the vectors used least recently are forgotten"),
    Setting(
      "late-chunking", .flag, standard: .flag(false),
      summary: "Whether the parts that --chunk makes are embedded inside of their documents"),
    Setting("collection", .text, summary: "What the explorer opens: a folder or file; by default the last one"),
    Setting(
      "theme", .choice(["auto"] + ThemeName.allCases.map(\.rawValue)), standard: .text("auto"),
      summary: "The explorer's theme; auto asks the terminal whether its background is light"),
    Setting(
      "color", .choice(["auto"] + ColorName.allCases.map(\.rawValue)), standard: .text("auto"),
      summary: "How many colors to use; NO_COLOR overrides it"),
    Setting(
      "color-map", .choice(Colormap.allCases.map(\.rawValue)), standard: .text(Colormap.viridis.rawValue),
      summary: "The color map of similarities"),
    Setting("mouse", .flag, standard: .flag(true), summary: "Whether the explorer uses the mouse; M toggles it"),
    Setting("history", .flag, standard: .flag(true), summary: "Whether to keep queries for the next start"),
    Setting("task", .text, summary: "The explorer's adapter if no session was saved"),
    Setting(
      "role", .choice(PromptRole.prompted.map(\.rawValue)), standard: .text(PromptRole.query.rawValue),
      summary: "How the query is read if no session was saved"),
    Setting("dimensions", .number(1...65536), summary: "The explorer's dimension if no session was saved"),
  ]

  /// Reads the file that `options` names, or the one at the usual place where it is there.
  ///
  /// - Throws: `FileError` where the file cannot be read, `InputError.notUTF8`; a bad line is no error.
  init(
    _ options: ConfigurationOptions, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws {
    self.init(path: options.path(environment: environment), environment: environment)
    do {
      let bytes = try FileContents.read(path, limit: ReadingLimit.settings, acceptsStreams: true)
      guard let text = String(validating: bytes, as: UTF8.self) else { throw InputError.notUTF8(file: path) }
      values.read(text)
    } catch FileError.notFound where options.config == nil {}
    values.apply(environment: environment, others: Self.otherVariables)
  }

  /// Variables that are no settings: what chooses the kernels, and what only the tests of this program read.
  private static let otherVariables: Set<String> = [
    "JINASCOPE_ISA", "JINASCOPE_RECORD", "JINASCOPE_FUZZ", "JINASCOPE_FUZZ_SEED", "JINASCOPE_FUZZ_KEEP",
    "JINASCOPE_FAULT", "JINASCOPE_KILLS", "JINASCOPE_TEST_TOKENIZER",
  ]

  private init(path: String, environment: [String: String]) {
    self.path = path
    self.environment = environment
  }

  /// What holds where nobody has set anything: the same on every machine.
  static let unset = ProgramConfiguration(path: "", environment: [:])

  /// What is wrong, a sentence each with the file's name and the line.
  var problems: [String] {
    values.problems.map { problem in
      if case .environment = problem.origin { return problem.description }
      return "\(path), \(problem)"
    }
  }

  /// Says on standard error what is wrong; the rest holds.
  func remarkProblems() {
    for problem in problems { Destination.remark("jinascope: \(problem); ignored") }
  }

  /// The path a setting names, with `~` for the user's folder.
  func path(_ name: String) -> String? {
    values.text(name).map { Path.expanded($0, home: HomeDirectory.path) }
  }

  /// How many colors are shown; `nil` where the terminal decides.
  var colorDepth: ColorDepth? {
    guard let entry = values.entry(of: "color"), let depth = values.text("color").flatMap(ColorName.init(rawValue:))
    else { return nil }
    // The environment is nearer than the file, whichever of its variables speaks.
    if case .file = entry.origin, environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false { return nil }
    return depth.depth
  }

  /// How the explorer shall be, with the keys of the file; notes what the model does not have, where there is one.
  mutating func preferences(for model: ModelDescription?) -> ExplorerPreferences {
    var preferences = ExplorerPreferences()
    preferences.theme = values.text("theme").flatMap(ThemeName.init(rawValue:))
    preferences.colormap = values.text("color-map").flatMap(Colormap.init(rawValue:)) ?? preferences.colormap
    preferences.hasMouse = values.flag("mouse") ?? preferences.hasMouse
    preferences.role = values.text("role").flatMap(PromptRole.init(rawValue:)) ?? preferences.role
    if let model, let name = values.text("task") {
      do { preferences.task = try TaskName(name, among: model.tasks).task } catch {
        values.reject("task", because: "\(error)")
      }
    }
    if let model, let dimensions = values.number("dimensions") {
      let valid = model.matryoshkaDimensions
      preferences.dimensions = dimensions
      if !valid.contains(dimensions) {
        let error = RequestError.dimensionNotOffered(dimensions: dimensions, valid: valid)
        values.reject("dimensions", because: "\(error)")
      }
    }
    bindKeys(of: &preferences)
    return preferences
  }

  /// Notes which keys of the file cannot be what they shall be.
  mutating func checkKeys() {
    var preferences = ExplorerPreferences()
    bindKeys(of: &preferences)
  }

  private mutating func bindKeys(of preferences: inout ExplorerPreferences) {
    for key in values.keys {
      do throws(KeyBindingError) { try preferences.bind(key.key, in: key.scope, to: key.command) } catch {
        values.reject(key, because: "\(error)")
      }
    }
  }
}
