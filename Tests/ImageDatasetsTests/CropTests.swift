import ImageDatasets
import Testing

@Suite struct CropTests {
  @Test(arguments: [
    ("regionOfInterest", Crop.regionOfInterest), ("whole", .whole),
    ("center:212x106", .center(width: 212, height: 106)),
  ])
  func textFormComesBack(text: String, crop: Crop) {
    #expect(Crop(text) == crop)
    #expect(crop.description == text)
  }

  @Test func oneSideMeansASquare() {
    #expect(Crop("center:212") == .center(width: 212, height: 212))
    #expect(Crop("centre:212x106") == .center(width: 212, height: 106))
  }

  @Test(arguments: [
    "", "Whole", "center", "center:", "center:0", "center:-3x4", "center:3x", "center:3x4x5", "center:a",
  ])
  func anythingElseIsNoCrop(text: String) {
    #expect(Crop(text) == nil)
  }
}
