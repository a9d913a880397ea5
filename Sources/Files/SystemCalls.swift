internal import CProcess

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A system call failed with this `errno`.
struct SystemFailure: Error {
  let code: CInt
}

/// Repeats a system call that a signal interrupted.
func retrying<Value: BinaryInteger>(_ call: () -> Value) throws(SystemFailure) -> Value {
  while true {
    let value = call()
    if value >= 0 { return value }
    guard errno == EINTR else { throw SystemFailure(code: errno) }
  }
}

/// An open file, closed at the end of its life.
struct FileDescriptor: ~Copyable {
  let number: CInt

  /// Opens a file; `mode` is for one that is created.
  ///
  /// Nothing is waited for, not even the other end of a pipe, and no terminal becomes this process's own.
  init(path: String, flags: CInt, mode: mode_t = 0) throws(SystemFailure) {
    // Safe: the path outlives the call, and nothing keeps its pointer.
    number = try retrying { unsafe open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode) }
  }

  /// Another number for an open file, which stays open under its own.
  init(duplicating other: CInt) throws(SystemFailure) {
    number = try retrying { dup(other) }
  }

  /// Takes over an open file.
  init(owning number: CInt) { self.number = number }

  deinit { _ = systemClose(number) }

  /// Its kind, size and permissions.
  func status() throws(SystemFailure) -> FileStatus {
    var record = stat()
    // Safe: `fstat` fills the one record it is given.
    _ = try retrying { unsafe fstat(number, &record) }
    return FileStatus(record)
  }

  /// Up to `count` bytes, as many as there are at once; none at the end.
  func read(_ count: Int) throws(SystemFailure) -> [UInt8] {
    try unsafe Array(unsafeUninitializedCapacity: count) { (buffer, initializedCount) throws(SystemFailure) in
      // Safe: the buffer has room for `count` bytes, and as many as were read are initialized.
      initializedCount = try retrying { unsafe systemRead(number, buffer.baseAddress, count) }
    }
  }

  /// Sleeps until reading (`POLLIN`) or writing (`POLLOUT`) has something to do or to say, as the end of a pipe.
  ///
  /// - Throws: `SystemFailure` of `ECANCELED` where the task that waits is cancelled meanwhile, or the process
  ///   is asked to end.
  func wait(for events: Int32) throws(SystemFailure) {
    var record = pollfd(fd: number, events: Int16(events), revents: 0)
    // Safe: nothing is kept of the task.
    let interval: CInt = unsafe withUnsafeCurrentTask { unsafe $0 != nil } ? 50 : -1
    while true {
      // Safe: one record is given, that of the variable.
      let count = unsafe poll(&record, 1, interval)
      if count > 0 { return }
      if count < 0 && errno != EINTR { throw SystemFailure(code: errno) }
      // A signal that is listened to wakes who waits on the thread that gets it, the first one.
      if Task.isCancelled || process_ending_signal() != 0 { throw SystemFailure(code: ECANCELED) }
    }
  }

  /// The bytes from `offset` on, up to `count` of them, as many as there are at once; none at the end.
  func read(_ count: Int, at offset: Int) throws(SystemFailure) -> [UInt8] {
    try unsafe Array(unsafeUninitializedCapacity: count) { (buffer, initializedCount) throws(SystemFailure) in
      // Safe: the buffer has room for `count` bytes, and as many as were read are initialized.
      initializedCount = try retrying { unsafe pread(number, buffer.baseAddress, count, off_t(offset)) }
    }
  }

  /// Writes all of `bytes` from `offset` on.
  func write(_ bytes: [UInt8], at offset: Int) throws(SystemFailure) {
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(SystemFailure) in
      var written = 0
      while written < buffer.count {
        // Safe: the part of the buffer from `written` on.
        let rest = unsafe UnsafeBufferPointer(rebasing: buffer[written...])
        written += try retrying { unsafe pwrite(number, rest.baseAddress, rest.count, off_t(offset + written)) }
      }
    }
  }

  /// Writes all of `bytes`; into a pipe or a terminal as they are taken.
  ///
  /// - Throws: `SystemFailure`, of `ECANCELED` where the task is cancelled while nobody takes them.
  func write(_ bytes: [UInt8]) throws(SystemFailure) {
    let isFile = try status().kind == .file
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(SystemFailure) in
      var written = 0
      while written < buffer.count {
        // A pipe that is ready takes so many bytes at once, also where it has not been told not to wait.
        let end = isFile ? buffer.count : min(buffer.count, written + Int(PIPE_BUF))
        if !isFile { try wait(for: POLLOUT) }
        do throws(SystemFailure) {
          // Safe: the part of the buffer from `written` on.
          let rest = unsafe UnsafeBufferPointer(rebasing: buffer[written..<end])
          written += try retrying { unsafe systemWrite(number, rest.baseAddress, rest.count) }
        } catch  where error.code == EAGAIN {}
      }
    }
  }
}

extension FileDescriptor {
  /// Writes as much as is taken at once; what fails is not told.
  func writeWithoutWaiting(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      // Safe: all bytes of the buffer, and no more.
      _ = try? retrying { unsafe systemWrite(number, buffer.baseAddress, buffer.count) }
    }
  }
}

// Under these names the methods above do not hide them.
private func systemClose(_ number: CInt) -> CInt { close(number) }

@unsafe private func systemRead(_ number: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe read(number, buffer, count)
}

@unsafe private func systemWrite(_ number: CInt, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, buffer, count)
}

/// What the system says about an `errno`, as `Input/output error`.
func systemMessage(of code: CInt) -> String {
  // Safe: the text is copied at once; the system keeps it until the thread's next call.
  unsafe String(cString: strerror(code))
}
