import StrictJSON
import TestSupport
import Testing

@testable import Imaging

/// The pictures of `Tests/Fixtures/images` and what the reference made of them; `Tests/Reference/README.md` describes both.
enum GoldenPictures {
  static func json(_ name: String) throws -> JSONObject {
    try #require(try JSONValue(parsing: try Fixture.bytes(name)).object)
  }

  /// The entries of `images` in `goldens/<name>`, each with its file's name.
  static func entries(_ name: String) throws -> [(file: String, golden: JSONObject)] {
    try #require(try json("goldens/\(name)")["images"]?.array).map { value in
      let object = try #require(value.object)
      return (try #require(object["file"]?.string), object)
    }
  }

  static func bytes(_ file: String) throws -> [UInt8] { try Fixture.bytes("images/\(file)") }

  static func picture(_ file: String) throws -> RGBImage { try ImageDecoder().decode(try bytes(file), name: file) }
}
