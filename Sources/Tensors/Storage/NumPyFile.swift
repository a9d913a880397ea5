/// The bytes of a NumPy file of float32 rows.
///
/// Source: NumPy's format specification, version 1.0, and `numpy/lib/format.py`: the data begins at a multiple of 64
/// bytes, and the header keeps room for any number of rows.
public enum NumPyFile {
  /// Digits of a number of rows that there is room for.
  private static let mostDigits = 21

  /// What stands before the values of an array [rows, columns], in C order; as long for any number of rows.
  public static func header(rows: Int, columns: Int) -> [UInt8] {
    var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    text += String(repeating: " ", count: Self.mostDigits - "\(rows)".utf8.count)
    let prefix = 10
    text += String(repeating: " ", count: 64 - (prefix + text.utf8.count + 1) % 64) + "\n"
    let length = UInt16(text.utf8.count)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array(text.utf8)
  }
}
