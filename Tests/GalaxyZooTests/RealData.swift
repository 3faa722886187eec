import Foundation

/// The folder of real galaxies that some tests need; they are skipped where `GALAXY_TEST_DATA` is unset.
enum RealData {
  static let folder = ProcessInfo.processInfo.environment["GALAXY_TEST_DATA"]
  static var solutions: String { (folder ?? "") + "/galaxy-zoo/training_solutions_rev1.csv" }
  static var images: String { (folder ?? "") + "/galaxy-zoo/images_training_rev1" }
}
