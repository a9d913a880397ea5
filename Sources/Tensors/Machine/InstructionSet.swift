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

  /// Every instruction set there are kernels for on this architecture, the best first; the processor may lack some.
  public static let names: [String] = {
    var names: [String] = []
    // Safe: the kernels return string constants, and nothing behind the last.
    while let name = unsafe kernel_instruction_set_name(names.count) { unsafe names.append(String(cString: name)) }
    return names
  }()

  /// Chooses the kernels of the instruction set `name` on the calling thread; for tests and benchmarks.
  ///
  /// - Returns: false, and changes nothing, if the processor lacks it.
  public static func use(_ name: String) -> Bool {
    // Safe: the string is read during the call alone.
    unsafe kernel_use_instruction_set(name) != 0
  }
}
