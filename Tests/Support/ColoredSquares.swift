// Small pictures in classes that can be told apart by their colour.
public import Foundation
internal import Images
internal import Tensors

/// Folders of JPEG files, one for each class, of squares in the class's colour with some noise.
public enum ColoredSquares {
  /// The classes, in the order of their names.
  public static let classes = ["blue", "green", "red"]

  /// The JPEG file of a square of 32 × 32 pixels; equal numbers make equal files.
  public static func jpeg(of name: String, number: Int) -> Data {
    var random = RandomSource(seed: UInt64(number)).split(name)
    let channel = ["red": 0, "green": 1, "blue": 2][name] ?? 0
    let pixels = (0..<32 * 32 * 3).map { index in
      UInt8(random.uniform(in: index % 3 == channel ? 130...220 : 30...120))
    }
    return Data(JPEG.encode(Image(width: 32, height: 32, channels: 3, pixels: pixels)))
  }

  /// Writes `<folder>/<class>/<number>.jpg` for all classes or for those named, and returns the folder's path.
  @discardableResult public static func write(
    _ count: Int, of names: [String] = classes, from first: Int = 0, to name: String, in folder: TemporaryFolder
  ) throws -> String {
    for color in names {
      for number in first..<first + count {
        try folder.write(jpeg(of: color, number: number), to: "\(name)/\(color)/\(number).jpg")
      }
    }
    return folder.path(name)
  }
}
