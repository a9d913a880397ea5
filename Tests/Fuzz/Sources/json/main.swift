import CFuzzer
import StrictJSON

/// Reads a document in both dialects; what is written of it must be read as the same.
private func check(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  for dialect in [JSONDialect.rfc8259, .python] {
    guard let value = try? JSONValue(parsing: bytes, dialect) else { continue }
    var writer = JSONWriter()
    // Numbers that are not finite are read where Python reads them, and never written.
    guard (try? writer.value(value)) != nil else { continue }
    let written = writer.bytes
    guard let second = try? JSONValue(parsing: written, dialect) else {
      preconditionFailure("what is written is not read")
    }
    var again = JSONWriter()
    guard (try? again.value(second)) != nil, again.bytes == written else {
      preconditionFailure("what is written is not what was read")
    }
  }
  return 0
}

_ = fuzz(CommandLine.argc, CommandLine.unsafeArgv, check)
