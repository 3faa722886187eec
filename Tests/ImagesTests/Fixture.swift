// Files written by Scripts/fixtures/images.py.
import DataFiles
import Foundation
import Images
import Testing

enum Fixture {
  static func path(_ name: String) throws -> String {
    try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try readFile(path(name))
  }

  static func floats(_ name: String) throws -> [Float] {
    try bytes(name).withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
    }
  }

  static func json<Value: Decodable>(_ name: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes(name)))
  }
}

/// A file with the levels it is to be decoded to.
struct EncodedCase: Decodable, CustomTestStringConvertible {
  let name: String
  let width: Int
  let height: Int
  let file: Data
  private let rgb: Data
  private let gray: Data?

  /// The levels in a mode.
  func levels(as mode: ColorMode) throws -> Image {
    mode == .rgb
      ? Image(width: width, height: height, channels: 3, pixels: Array(rgb))
      : Image(width: width, height: height, channels: 1, pixels: Array(try #require(gray)))
  }

  var testDescription: String { name }
}

/// The folder of real galaxies, where there is one.
let realImages = ProcessInfo.processInfo.environment["GALAXY_TEST_DATA"].map {
  $0 + "/galaxy-zoo/images_training_rev1"
}
