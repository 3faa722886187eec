// The longer a training with the package's own recipe, the larger its images, where nobody has named their size.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Images
import TestSupport
import Testing
import Training

@Suite(.serialized) struct GalaxyImagesTests {
  private func own(_ change: (inout Recipe) -> Void = { _ in }) throws -> Recipe {
    var recipe = try Recipe(network: "galaxy")
    recipe.options.outputs = 37
    change(&recipe)
    return recipe
  }

  @Test func manyEpochsOfManyGalaxiesAreForLargerImages() throws {
    let larger = try #require(GalaxyImages.largerImages(for: own(), epochs: 44, galaxies: 5000))
    #expect(larger.options.imageSize == 64)
    var same = try own()
    same.options.imageSize = 64
    (same.preprocessing.width, same.preprocessing.height) = (64, 64)
    same.preprocessing.crop = .center(width: 212, height: 212)
    #expect(larger == same)
    // There is nothing larger.
    #expect(GalaxyImages.largerImages(for: larger, epochs: 1000, galaxies: 5000) == nil)
  }

  @Test func whatHasNotBeenMeasuredStaysAsItIs() throws {
    #expect(try GalaxyImages.largerImages(for: own(), epochs: 43, galaxies: 5000) == nil)
    #expect(try GalaxyImages.largerImages(for: own(), epochs: 44, galaxies: 4999) == nil)
    let others = try [
      own { $0.learningRate = 1e-3 }, own { $0.preprocessing.grayscale = true }, own { $0.limit = 6000 },
      own { $0.setTask(Classification.self) }, Recipe(network: "hildebrandt"),
    ]
    for recipe in others {
      #expect(GalaxyImages.largerImages(for: recipe, epochs: 1000, galaxies: 10_000) == nil)
    }
  }

  /// 5,200 links to one picture, with the labels of one galaxy.
  private func manyGalaxies(in folder: TemporaryFolder) throws -> DataSet {
    let small = try SyntheticGalaxies.write(to: folder)
    let lines = try String(contentsOfFile: small.labels, encoding: .utf8).split(separator: "\n")
    let values = try #require(lines[1].firstIndex(of: ","))
    let picture = Image(width: 212, height: 212, channels: 3, pixels: (0..<212 * 212 * 3).map { UInt8($0 / 1000) })
    try folder.write(Data(PNG.encode(picture)), to: "many/200000.png")
    for number in 200_001..<205_200 {
      try FileManager.default.linkItem(
        atPath: folder.path("many/200000.png"), toPath: folder.path("many/\(number).png"))
    }
    let table = [String(lines[0])] + (200_000..<205_200).map { "\($0)" + lines[1][values...] }
    try folder.write(table.joined(separator: "\n"), to: "many.csv")
    return DataSet(images: folder.path("many"), labels: folder.path("many.csv"))
  }

  @Test func aLongTimeIsForLargerImagesUnlessTheirSizeIsNamed() throws {
    let folder = try TemporaryFolder()
    let data = try manyGalaxies(in: folder)
    var notes: [String] = []
    func run(
      _ name: String, _ recipe: Recipe, limit: TimeLimit? = nil, memory: ImageMemory = .unlimited
    ) throws -> TrainingRun {
      notes = []
      return try TrainingRun(
        RunConfiguration(data: data, recipe: recipe), in: RunFolder(path: folder.path(name)), overwriting: false,
        timeLimit: limit, memory: memory
      ) { if case .note(let text) = $0 { notes.append(text) } }
    }
    func limit(keepsImages: Bool = false) -> TimeLimit {
      TimeLimit(deadline: .now + .seconds(1e6), largestEpochs: 50, keepsImages: keepsImages)
    }
    let few = try own { ($0.validationFraction, $0.views) = (0.02, 6) }
    let fitted = try run("fitted", few, limit: limit())
    #expect(fitted.configuration.recipe.preprocessing.width == 64 && fitted.configuration.recipe.epochs == 50)
    #expect(notes.contains("the time is long enough for larger images: 64×64 pixels, crop center:212x212"))
    #expect(Set(notes).count == notes.count, "\(notes)")
    // As if this had been asked for.
    var named = try #require(GalaxyImages.largerImages(for: few, epochs: 50, galaxies: 5000))
    named.epochs = 50
    _ = try run("named", named)
    #expect(try folder.bytes("fitted/last.safetensors") == folder.bytes("named/last.safetensors"))
    let kept = try run("kept", few, limit: limit(keepsImages: true))
    // More than the other tests of this process can have taken.
    let bounded = try run("bounded", few, limit: limit(), memory: .process(1 << 40))
    for run in [kept, bounded] { #expect(run.configuration.recipe.preprocessing == few.preprocessing) }
  }
}
