import CImageCodecs

/// The libraries that pictures are decoded by.
public enum ImageLibraries {
  /// Their names and versions: that of the JPEG library when this was compiled, that of libpng as it is loaded.
  public static var versions: [String] {
    // Safe: both functions return string constants.
    [unsafe String(cString: codec_jpeg_version()), "libpng " + (unsafe String(cString: codec_png_version()))]
  }
}
