#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Another program of this machine, run for what it writes to its standard output.
///
/// No shell is asked, so an argument is what it is. The program reads nothing, its own messages go nowhere, and it is ended
/// when it writes too much or takes too long.
public struct ExternalProgram: Sendable {
  /// Why a program gave nothing.
  public enum Failure: Error, Equatable, Sendable {
    /// It cannot be started.
    case notStarted(code: CInt)
    /// It ended with a status that says it failed; 128 and a number where a signal ended it.
    case failed(status: CInt)
    /// It wrote more bytes than it may.
    case tooMuch(limit: Int)
    /// It took longer than it may.
    case tooLong(seconds: Int)
    /// The task was cancelled meanwhile.
    case cancelled
  }

  /// Where the program is.
  public let path: String

  /// The program of that name in the folders of `PATH`; `nil` where there is none.
  public init?(named name: String) {
    // Safe: the text is copied at once.
    let folders = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
    let candidates = folders.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    // Safe: the path outlives the call.
    guard
      let path = candidates.first(where: { unsafe access($0, X_OK) == 0 && (try? FileStatus(path: $0))?.kind == .file })
    else { return nil }
    self.path = path
  }

  /// A path as an argument that is no option, whatever it begins with.
  public static func argument(path: String) -> String { Path.isAbsolute(path) ? path : "./" + path }

  /// Runs the program and returns what it wrote.
  ///
  /// - Parameters:
  ///   - limit: the most bytes it may write.
  ///   - seconds: the longest it may take.
  /// - Throws: `Failure`.
  public func output(_ arguments: [String], limit: Int, seconds: Int) throws(Failure) -> [UInt8] {
    var ends: [CInt] = [-1, -1]
    // Safe: the system writes the two numbers it is given room for.
    guard unsafe pipe(&ends) == 0 else { throw .notStarted(code: errno) }
    let output = FileDescriptor(owning: ends[0])
    let process = try start(arguments, writingTo: FileDescriptor(owning: ends[1]))
    let result = Self.read(output, limit: limit, seconds: seconds)
    if case .failure = result { kill(process, SIGKILL) }
    var status: CInt = 0
    // Safe: the system writes the one number it is given.
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    let bytes = try result.get()
    let signal = status & 0x7F
    let code = signal == 0 ? status >> 8 & 0xFF : 128 + signal
    guard code == 0 else { throw .failed(status: code) }
    return bytes
  }

  private static func read(
    _ output: borrowing FileDescriptor, limit: Int, seconds: Int
  ) -> Result<[UInt8], Failure> {
    let end = ContinuousClock.now + .seconds(seconds)
    var bytes: [UInt8] = []
    while true {
      if Task.isCancelled { return .failure(.cancelled) }
      guard ContinuousClock.now < end else { return .failure(.tooLong(seconds: seconds)) }
      var record = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
      // Safe: one record is given, that of the variable.
      guard unsafe poll(&record, 1, 100) > 0 else { continue }
      guard let more = try? output.read(1 << 16) else { continue }
      if more.isEmpty { return .success(bytes) }
      bytes += more
      if bytes.count > limit { return .failure(.tooMuch(limit: limit)) }
    }
  }

  /// Starts the program; the end of the pipe that it writes to is then open in it alone.
  private func start(_ arguments: [String], writingTo input: consuming FileDescriptor) throws(Failure) -> pid_t {
    // It must not stay open in a program that is started elsewhere at the same time.
    _ = fcntl(input.number, F_SETFD, FD_CLOEXEC)
    // Safe: these texts are freed below, and the program has its own copies once it is started.
    let texts: [UnsafeMutablePointer<CChar>?] = unsafe ([path] + arguments).map { unsafe strdup($0) }
    let settings: [String] = ["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"]
    let environment: [UnsafeMutablePointer<CChar>?] = unsafe settings.map { unsafe strdup($0) }
    defer { unsafe (texts + environment).forEach { unsafe free($0) } }
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
    #endif
    // Safe: the actions are made, filled and ended here.
    unsafe posix_spawn_file_actions_init(&actions)
    defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
    _ = unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDWR, 0)
    _ = unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 1)
    _ = unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_RDWR, 0)
    var process: pid_t = 0
    // Safe: both lists end with a null, and all texts outlive the call.
    let code = unsafe posix_spawn(&process, path, &actions, nil, texts + [nil], environment + [nil])
    guard code == 0 else { throw .notStarted(code: code) }
    return process
  }
}

extension ExternalProgram.Failure: CustomStringConvertible {
  /// What happened, as the end of a sentence about the program.
  public var description: String {
    switch self {
    case .notStarted(let code): "cannot be started: \(systemMessage(of: code))"
    case .failed(let status): "ended with status \(status)"
    case .tooMuch(let limit): "wrote more than \(limit) bytes"
    case .tooLong(let seconds): "took longer than \(seconds) seconds"
    case .cancelled: "was interrupted"
    }
  }
}
