// Folders of drawn images, and the real ones where there are any.
import DataFiles
import Foundation
import Images
import Testing

/// A folder that is gone when the last reference to it is.
final class TemporaryFolder {
  let path = NSTemporaryDirectory() + "galaxy-datasets-\(UUID().uuidString)"

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try AtomicFile.write(bytes, to: url.path)
  }
}

/// A grey-blue spot on black, off the centre of a 64 × 48 frame.
func spot(brightness: Int) -> Image {
  var pixels: [UInt8] = []
  for y in 0..<48 {
    for x in 0..<64 {
      let distance = (x - 28) * (x - 28) + (y - 20) * (y - 20)
      let level = max(0, brightness - distance)
      pixels += [UInt8(level / 2), UInt8(level * 3 / 4), UInt8(level)]
    }
  }
  return Image(width: 64, height: 48, channels: 3, pixels: pixels)
}

let testData = ProcessInfo.processInfo.environment["GALAXY_TEST_DATA"]
let realImages = testData.map { $0 + "/galaxy-zoo/images_training_rev1" }
