import CKernelChecks
import Testing

@testable import Tensors

/// Every kernel that an instruction set implements in its own way, against the specification in plain C, for every
/// instruction set of this processor. The checks are in `Tests/CKernelChecks`.
@Suite struct InstructionSetTests {
  struct Check: CustomTestStringConvertible {
    let index: Int
    let testDescription: String

    static let all: [Check] = {
      var checks: [Check] = []
      // Safe: the names are string constants, and nothing is behind the last.
      while let name = unsafe kernel_check_name(checks.count) {
        unsafe checks.append(Check(index: checks.count, testDescription: String(cString: name)))
      }
      return checks
    }()
  }

  @Test func anUnknownInstructionSetIsRefused() {
    let before = InstructionSet.current
    #expect(!InstructionSet.use("sse9"))
    #expect(InstructionSet.current == before)
    #expect(InstructionSet.use("scalar"))
    #expect(InstructionSet.current == "scalar")
    #expect(InstructionSet.use(before))
  }

  @Test(arguments: Check.all) func kernelsEqualTheSpecification(check: Check) {
    onEveryInstructionSet { name in
      // Safe: the sentence stays until the next check on this thread.
      let failure = unsafe kernel_check_failure(check.index, name).map { unsafe String(cString: $0) }
      #expect(failure == nil, "\(name)")
    }
  }
}
