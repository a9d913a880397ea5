/// `count` values between −1 and 1, the same for a seed in every run (xorshift64*; G. Marsaglia, "Xorshift RNGs", 2003).
public func randomValues(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &+ 0x9E37_79B9_7F4A_7C15
  return (0..<count).map { _ in
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Float(Int32(truncatingIfNeeded: (state &* 0x2545_F491_4F6C_DD1D) >> 32)) / Float(Int32.max)
  }
}
