import CKernels

/// What the kernels run on.
public enum InstructionSet {
  /// The name of the instruction set the kernels were chosen for, one of `names`.
  ///
  /// The environment ``variable`` forces one that the processor has.
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

  /// What the environment variable asks for and is not to be had, as a sentence without its final full stop; `nil` where
  /// nothing is wrong.
  public static func problem(environment: [String: String]) -> String? {
    guard let name = environment[variable], !name.isEmpty, name != current else { return nil }
    let known = names.joined(separator: ", ")
    return names.contains(name)
      ? "\(variable) is \(name), which this processor does not have; unset it, or set one of \(known)"
      : "\(variable) is \(name.debugDescription), which is no instruction set; unset it, or set one of \(known)"
  }

  /// The environment variable that forces an instruction set.
  public static let variable = "JINASCOPE_ISA"

  /// Chooses the kernels of the instruction set `name` on the calling thread; for tests and benchmarks.
  ///
  /// - Returns: false, and changes nothing, if the processor lacks it.
  public static func use(_ name: String) -> Bool {
    // Safe: the string is read during the call alone.
    unsafe kernel_use_instruction_set(name) != 0
  }
}
