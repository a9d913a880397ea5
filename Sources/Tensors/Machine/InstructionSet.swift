import CKernels

/// What the kernels run on.
public enum InstructionSet {
  /// The name of the instruction set the kernels were chosen for, one of `names`.
  ///
  /// The environment variable `JINASCOPE_ISA` forces one that the processor has.
  public static var current: String {
    // Safe: the kernels return a string constant.
    unsafe String(cString: kernel_instruction_set())
  }

  /// Every instruction set there are kernels for, on this processor or another.
  public static let names = ["scalar", "avx2", "avx512", "avx512bf16", "amx", "neon"]

  /// Chooses the kernels of the instruction set `name` on the calling thread; for tests and benchmarks.
  ///
  /// - Returns: false, and changes nothing, where the processor has not got it.
  public static func use(_ name: String) -> Bool {
    // Safe: the string is read during the call alone.
    unsafe kernel_use_instruction_set(name) != 0
  }
}
