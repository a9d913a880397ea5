import CKernels

/// What the kernels run on.
public enum InstructionSet {
  /// The name of the instruction set the kernels were chosen for: `scalar`, `avx2` or `avx512`.
  ///
  /// The environment variable `JINASCOPE_ISA` forces one that the processor has.
  public static var current: String {
    // Safe: the kernels return a string constant.
    unsafe String(cString: kernel_instruction_set())
  }
}
