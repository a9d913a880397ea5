import CBLAS

/// The library that matrix products are taken from.
public enum MatrixLibrary {
  /// Its name, version and build, as it tells them.
  public static var version: String {
    // Safe: the library returns a string constant.
    unsafe String(cString: blas_library_version())
  }
}
