// Files of images, whole and broken: how they are stored, and what is wrong with them.
import Foundation
import Images
import Testing

@Suite struct ImageInspectionTests {
  private func inspect(_ bytes: [UInt8]) -> ImageInspection {
    bytes.withUnsafeBufferPointer { ImageInspection($0, named: "x") }
  }

  private func fault(_ bytes: [UInt8]) -> ImageInspection.Fault? {
    if case .failure(let failure) = inspect(bytes).image { return failure.fault }
    return nil
  }

  @Test(arguments: [
    ("baseline-420.jpg", false, false, false), ("gray.jpg", true, false, false), ("cmyk.jpg", false, true, false),
    ("ycck.jpg", false, true, false), ("progressive.jpg", false, false, true), ("adobe-rgb.jpg", false, false, false),
  ])
  func formIsThatOfTheFile(name: String, isGrey: Bool, hasInks: Bool, isProgressive: Bool) throws {
    let bytes = try Fixture.bytes(name)
    let inspection = inspect(bytes)
    let form = try #require(inspection.form)
    #expect(form.format == "JPEG" && form.isGrey == isGrey && form.hasInks == hasInks && !form.isTurned)
    #expect(form.isProgressive == isProgressive)
    let image = try inspection.image.get()
    #expect(try image == Image.decode(bytes, as: .rgb) && image.width == form.width && image.height == form.height)
  }

  @Test func turnedImagesAreFound() throws {
    let cases = try Fixture.json("orientations.json", as: [EncodedCase].self)
    for testCase in cases {
      let form = try #require(inspect([UInt8](testCase.file)).form)
      #expect(form.isTurned != testCase.name.contains(", 1,"), "\(testCase.name)")
    }
  }

  @Test func interlacedAndGreyPNGsAreFound() throws {
    let cases = try Fixture.json("png.json", as: [EncodedCase].self)
    for testCase in cases {
      let bytes = [UInt8](testCase.file)
      let form = try #require(inspect(bytes).form)
      // The last bytes of the header: colour type, compression, filter, interlace.
      #expect(form.format == "PNG" && form.isProgressive == (bytes[28] == 1), "\(testCase.name)")
      #expect(form.isGrey == [0, 4].contains(bytes[25]), "\(testCase.name)")
    }
  }

  @Test(arguments: ["baseline-420.jpg", "progressive.jpg", "restarts.jpg"])
  func whereverAFileIsCutItIsTruncated(name: String) throws {
    let bytes = try Fixture.bytes(name)
    #expect(fault(bytes) == nil && fault([]) == .empty)
    for length in 2..<bytes.count - 1 where length < 700 || length % 7 == 0 {
      #expect(fault(Array(bytes.prefix(length))) == .truncated, "\(length) of \(bytes.count)")
    }
  }

  @Test func cutPNGsAreTruncated() throws {
    let pixels = (0..<40 * 30 * 3).map { UInt8(truncatingIfNeeded: $0 * 37) }
    let bytes = PNG.encode(Image(width: 40, height: 30, channels: 3, pixels: pixels))
    #expect(fault(bytes) == nil)
    for length in 8..<bytes.count - 8 { #expect(fault(Array(bytes.prefix(length))) == .truncated, "\(length)") }
  }

  /// As a disk leaves it that had no room, or a copy that was not finished: the length is right, the end is zeros.
  @Test func zerosInPlaceOfTheEndAreATruncation() throws {
    let bytes = try Fixture.bytes("baseline-420.jpg")
    #expect(fault(bytes.dropLast(300) + [UInt8](repeating: 0, count: 300)) == .truncated)
  }

  @Test func otherFaultsAreToldApart() throws {
    let bytes = try Fixture.bytes("baseline-420.jpg")
    let restarts = try Fixture.bytes("restarts.jpg")
    var damaged = restarts
    let middle = try #require(
      damaged.indices.first { $0 > 200 && damaged[$0] == 0xFF && (0xD0...0xD7).contains(damaged[$0 + 1]) })
    damaged[middle + 1] = damaged[middle + 1] == 0xD0 ? 0xD4 : 0xD0
    #expect(fault(damaged) == .damaged)
    for (content, appearance) in [("<!DOCTYPE html>", "web page"), ("SIMPLE  =", "FITS file"), ("xyz", nil)] {
      let inspection = inspect(Array(content.utf8))
      guard case .failure(let failure) = inspection.image else {
        Issue.record("\(content) is an image")
        continue
      }
      #expect(failure.fault == .foreign && failure.appearance == appearance && inspection.form == nil)
    }
    var huge = bytes
    let frame = try #require(huge.indices.first { huge[$0] == 0xFF && huge[$0 + 1] == 0xC0 })
    huge.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(fault(huge) == .tooLarge && inspect(huge).form?.width == 65_500)
  }
}
