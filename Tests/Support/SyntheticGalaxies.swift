// A few synthetic galaxies for tests that train and predict.
public import Foundation
internal import Images

/// Twelve labelled galaxies, 100001 to 100012, as galaxy synthesize drew them once.
///
/// They are files, since recorded bits of trainings depend on them: what synthesize draws may change.
public enum SyntheticGalaxies {
  /// How many there are.
  public static let count = 12

  /// Their identifiers, ascending.
  public static let identifiers = (100_001...100_000 + count).map(String.init)

  private static let survey = Result {
    let names = ["solutions.csv"] + identifiers.map { "images/\($0).jpg" }
    let url = Bundle.module.bundleURL.appendingPathComponent("Galaxies")
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: url.appendingPathComponent($0))) })
  }

  /// Writes `images/<GalaxyID>.jpg` and `solutions.csv` into a folder and returns their paths.
  @discardableResult public static func write(to folder: TemporaryFolder) throws -> (images: String, labels: String) {
    try folder.write(survey.get())
    return (folder.path("images"), folder.path("solutions.csv"))
  }

  /// Writes `<name>/<GalaxyID>.png`, of the pixels that the JPEG files decode to in colour, and returns the folder's path.
  @discardableResult public static func writePNGs(to name: String, in folder: TemporaryFolder) throws -> String {
    for identifier in identifiers {
      let file = try survey.get()["images/\(identifier).jpg"] ?? Data()
      try folder.write(Data(PNG.encode(Image.decode(file, as: .rgb))), to: "\(name)/\(identifier).png")
    }
    return folder.path(name)
  }

  /// The bytes of one image, cut off in the middle.
  public static func truncatedImage() throws -> Data {
    let bytes = try survey.get()["images/\(identifiers[0]).jpg"] ?? Data()
    return bytes.prefix(bytes.count / 2)
  }
}
