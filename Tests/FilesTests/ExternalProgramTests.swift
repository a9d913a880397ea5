import TestSupport
import Testing

@testable import Files

/// Programs of this machine that are run for what they write.
struct ExternalProgramTests {
  private func program(_ name: String) throws -> ExternalProgram { try #require(ExternalProgram(named: name)) }

  @Test func argumentsAreWhatTheyAre() throws {
    let arguments = ["%s|", "a b", "$(echo x)", "-n", "é;*", ""]
    let output = try program("printf").output(arguments, limit: 100, seconds: 10)
    #expect(String(decoding: output, as: UTF8.self) == "a b|$(echo x)|-n|é;*||")
    #expect(ExternalProgram.argument(path: "-x") == "./-x" && ExternalProgram.argument(path: "/x") == "/x")
  }

  @Test func itReadsNothingAndKnowsLittleOfItsSurroundings() throws {
    #expect(try program("cat").output([], limit: 100, seconds: 10).isEmpty)
    let environment = String(decoding: try program("env").output([], limit: 1000, seconds: 10), as: UTF8.self)
    #expect(environment.split(separator: "\n").count == 2)
  }

  @Test func whatFailsWritesTooMuchOrTakesTooLongIsEnded() throws {
    #expect(throws: ExternalProgram.Failure.failed(status: 1)) {
      try program("false").output([], limit: 1, seconds: 10)
    }
    #expect(throws: ExternalProgram.Failure.tooMuch(limit: 1000)) {
      try program("yes").output([], limit: 1000, seconds: 10)
    }
    #expect(throws: ExternalProgram.Failure.tooLong(seconds: 1)) {
      try program("sleep").output(["60"], limit: 1, seconds: 1)
    }
    #expect(ExternalProgram(named: "no-such-program-of-anyone") == nil)
  }
}
