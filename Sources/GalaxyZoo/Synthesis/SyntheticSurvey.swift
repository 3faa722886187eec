// A folder of synthetic galaxies with the votes of synthetic volunteers.
internal import DataFiles
internal import Foundation
public import Images
internal import Preconditions
internal import Tensors

/// A survey of galaxies that never were, in the form of the Galaxy Challenge's data.
///
/// Every galaxy depends on the seed and its own index alone, so a larger survey begins with the smaller one.
public struct SyntheticSurvey: Sendable {
  /// The number of galaxies.
  public let count: Int
  /// What all draws derive from.
  public let seed: UInt64

  /// The largest survey whose galaxies have names of six digits.
  public static let maximumCount = 1_000_000 - firstID
  private static let firstID = 100_001

  /// A survey of `count` galaxies.
  public init(count: Int, seed: UInt64) {
    require(
      (1...Self.maximumCount).contains(count),
      "SyntheticSurvey: expected 1 to \(Self.maximumCount) galaxies, found \(count)")
    self.count = count
    self.seed = seed
  }

  /// One galaxy of a survey.
  public struct Galaxy: Sendable {
    /// Its GalaxyID.
    public let id: Int
    /// Its picture, 424 × 424 RGB.
    public let image: Image
    /// The fractions of the 37 columns in millionths; sums along the decision tree hold exactly.
    public let millionths: [Int]

    /// The fractions of the 37 columns.
    public var fractions: [Float] { millionths.map { Float($0) / 1_000_000 } }
  }

  /// The galaxy with the given index, counted from 0.
  public func galaxy(at index: Int) throws -> Galaxy {
    let random = RandomSource(seed: seed).split("synthesis").split(UInt64(index))
    let scene = SkyScene(random: random)
    var crowd = random.split("volunteers")
    let tally = Volunteers.classify(Impression(of: scene), random: &crowd)
    return Galaxy(id: Self.firstID + index, image: try scene.picture(), millionths: tally.millionths)
  }

  /// Draws all galaxies into a new or empty folder: `images/<GalaxyID>.jpg` and, last and at once, `solutions.csv`.
  ///
  /// - Parameters:
  ///   - folder: where the images and the table go; made if it does not exist.
  ///   - progress: called now and then, on the calling thread, with the number of galaxies finished.
  /// - Throws: `FileError` where the folder holds something already or cannot be written to.
  public func write(to folder: String, progress: (_ finished: Int) -> Void = { _ in }) throws {
    let images = folder + "/images"
    try prepare(folder: folder, images: images)
    var table = "GalaxyID," + DecisionTree.columnNames.joined(separator: ",") + "\n"
    let batch = 8 * Parallel.threadCount
    for start in stride(from: 0, to: count, by: batch) {
      let size = min(batch, count - start)
      let rows = try Parallel.map(size) { offset in
        let galaxy = try galaxy(at: start + offset)
        try AtomicFile.write(JPEG.encode(galaxy.image, quality: 75), to: "\(images)/\(galaxy.id).jpg")
        return "\(galaxy.id)," + galaxy.millionths.map(Self.decimal).joined(separator: ",") + "\n"
      }
      table += rows.joined()
      progress(start + size)
    }
    try AtomicFile.write(table, to: folder + "/solutions.csv")
  }

  private func prepare(folder: String, images: String) throws {
    if FileManager.default.fileExists(atPath: folder) {
      let names = try listFolder(folder)
      guard names.isEmpty else {
        throw FileError(path: folder, problem: "holds \(names[0]) already, expected a new or empty folder")
      }
    }
    try createFolder(images)
  }

  /// Millionths as a decimal fraction with six places.
  private static func decimal(_ millionths: Int) -> String {
    let digits = String(millionths % 1_000_000)
    return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
