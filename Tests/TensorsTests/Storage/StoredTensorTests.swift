import Testing

@testable import Tensors

@Suite struct StoredTensorTests {
  @Test func bfloat16IsTheUpperHalfOfAFloatRoundedToEven() {
    let values: [Float] = [1, -2.5, 1 + 0x1p-8, 1 + 0x1.8p-7, 3.3895314e38, .infinity, -0.0]
    let stored = StoredTensor(values, shape: [7], dtype: .bfloat16).floats()
    #expect(stored == [1, -2.5, 1, 1 + 0x1p-6, 3.3895314e38, .infinity, 0])
    #expect(stored[6].sign == .minus)
    #expect(StoredTensor([.nan], shape: [1], dtype: .bfloat16).floats()[0].isNaN)
  }

  #if !(os(macOS) && arch(x86_64))
    @Test func everyFloat16WidensAsTheProcessorsOwn() {
      for bits in UInt16.min...UInt16.max {
        let expected = Float(Float16(bitPattern: bits))
        let stored = StoredTensor([expected], shape: [1], dtype: .float16)
        let found = stored.floats()[0]
        #expect(found == expected || (found.isNaN && expected.isNaN), "\(bits)")
      }
    }

    @Test func floatsRoundToFloat16AsTheProcessorsOwn() {
      var state: UInt32 = 7
      for _ in 0..<100_000 {
        state = state &* 1_664_525 &+ 1_013_904_223
        let value = Float(bitPattern: state & 0x8fff_ffff | 0x3000_0000)
        let found = StoredTensor([value], shape: [1], dtype: .float16).floats()[0]
        #expect(found == Float(Float16(value)), "\(value)")
      }
      for value: Float in [0x1p-25, 0x1.8p-25, 0x1p-24, 65519, 65520, 1e-30, 0x1.ffcp-15] {
        #expect(StoredTensor([value], shape: [1], dtype: .float16).floats()[0] == Float(Float16(value)))
      }
    }
  #endif

  @Test func slicesAndRowsAreViewsOfTheSameBytes() {
    let tensor = StoredTensor((0..<12).map(Float.init), shape: [4, 3], dtype: .bfloat16)
    let middle = tensor.slice(1..<3)
    #expect(middle.shape == [2, 3])
    #expect(middle.floats() == [3, 4, 5, 6, 7, 8])
    var output = Matrix(rows: 2, columns: 3)
    middle.copyRow(1, to: 0, of: &output)
    #expect(output.array == [6, 7, 8, 0, 0, 0])
    #expect(tensor.reshaped(to: [2, 6]).shape == [2, 6])
    #expect(tensor.bytes.byteCount == 24)
  }

  @Test func anOwnerLivesAsLongAsAnySliceOfItsTensor() {
    var tensor: StoredTensor? = StoredTensor([Float](repeating: 5, count: 4096), shape: [64, 64])
    let slice = tensor?.slice(63..<64)
    tensor = nil
    #expect(slice?.floats() == [Float](repeating: 5, count: 64))
  }
}
