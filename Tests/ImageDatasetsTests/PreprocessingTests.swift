import DataFiles
import Foundation
import ImageDatasets
import Images
import Testing

@Suite struct PreprocessingTests {
  static let hildebrandt = Preprocessing(crop: .regionOfInterest, width: 150, height: 150, grayscale: true)

  @Test func storedFormIsReadable() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let json = try String(decoding: encoder.encode(Self.hildebrandt), as: UTF8.self)
    #expect(
      json
        == #"{"crop":"regionOfInterest","filter":"area","grayscale":true,"height":150,"scale":"unit","width":150}"#)
    let lawlor = Preprocessing(
      crop: .center(width: 212, height: 212), width: 106, height: 106, filter: .bicubic, grayscale: false,
      scale: .levels)
    for value in [Self.hildebrandt, lawlor] {
      #expect(try JSONDecoder().decode(Preprocessing.self, from: encoder.encode(value)) == value)
    }
  }

  @Test(arguments: [
    #"{"crop":"middle","filter":"area","grayscale":true,"height":150,"scale":"unit","width":150}"#,
    #"{"crop":"whole","filter":"area","grayscale":true,"height":0,"scale":"unit","width":150}"#,
    #"{"crop":"whole","filter":"nearest","grayscale":true,"height":150,"scale":"unit","width":150}"#,
    #"{"crop":"whole","filter":"area","grayscale":true,"height":150,"scale":"percent","width":150}"#,
    #"{"crop":"whole","filter":"area","grayscale":true,"height":150,"scale":"unit","width":90000000000}"#,
  ])
  func storedNonsenseIsRefused(json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Preprocessing.self, from: Data(json.utf8)) }
  }

  @Test func cropsAndResizes() throws {
    let folder = try TemporaryFolder()
    let image = spot(brightness: 150)
    try folder.write(JPEG.encode(image, quality: 100), to: "spot.jpg")
    let path = folder.path + "/spot.jpg"

    let whole = try Preprocessing(crop: .whole, width: 32, height: 24, grayscale: true).apply(path: path)
    #expect(whole.width == 32 && whole.height == 24 && whole.channels == 1)

    let center = Preprocessing(crop: .center(width: 10, height: 6), width: 10, height: 6, grayscale: false)
    let exact = try center.apply(to: image, named: "spot")
    #expect(exact == image.cropped(to: Rectangle(x: 27, y: 21, width: 10, height: 6)))

    // Luma is above 10 within 11 pixels of (28, 20): a box of 23 from (17, 9), a pad of 2.
    let region = Preprocessing(crop: .regionOfInterest, width: 27, height: 27, grayscale: true)
    #expect(
      try region.apply(to: image, named: "spot")
        == image.luma.cropped(to: Rectangle(x: 15, y: 7, width: 27, height: 27)))
  }

  @Test func differencesArePutInWords() {
    var other = Self.hildebrandt
    other.scale = .levels
    #expect(other.pixelDifference(from: Self.hildebrandt) == nil)
    (other.crop, other.width) = (.center(width: 9, height: 8), 40)
    #expect(
      other.pixelDifference(from: Self.hildebrandt)
        == "crop center:9x8, expected regionOfInterest; size 40x150, expected 150x150")
    (other.filter, other.grayscale, other.crop, other.width) = (.bicubic, false, .regionOfInterest, 150)
    #expect(
      other.pixelDifference(from: Self.hildebrandt) == "filter bicubic, expected area; channels RGB, expected grey")
  }

  @Test func filesAreReadAsImagesAre() throws {
    let folder = try TemporaryFolder()
    try folder.write(JPEG.encode(spot(brightness: 200)), to: "1.jpg")
    let path = folder.path + "/1.jpg"
    for crop in [Crop.whole, .regionOfInterest, .center(width: 31, height: 17)] {
      let preprocessing = Preprocessing(crop: crop, width: 12, height: 9, filter: .bicubic, grayscale: false)
      let decoded = try Image.decode(path: path, as: .rgb)
      #expect(try preprocessing.apply(path: path) == preprocessing.apply(to: decoded, named: path))
    }
  }

  @Test func tooSmallForTheCenterNamesTheFile() throws {
    let lawlor = Preprocessing(crop: .center(width: 212, height: 212), width: 106, height: 106, grayscale: false)
    let folder = try TemporaryFolder()
    try folder.write(JPEG.encode(spot(brightness: 100)), to: "5.jpg")
    let error = FileError(
      path: folder.path + "/5.jpg", problem: "is 64 × 48 pixels, too small for the central 212 × 212")
    #expect(throws: error) { try lawlor.apply(path: folder.path + "/5.jpg") }
  }
}
