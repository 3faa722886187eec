// Weights from elsewhere: networks that begin with Keras's see what Keras sees, and say what it says.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite struct InitialWeightsTests {
  private let folder: TemporaryFolder
  private let fixture: Fixture
  /// Weights of a MobileNet as `Scripts/convert_keras_weights.py` writes them.
  private let converted: String

  init() throws {
    folder = try TemporaryFolder()
    fixture = try Fixture("keras-predictions", in: .module)
    converted = try Self.path("keras-mobilenet-v1.safetensors")
    let photograph = try Data(contentsOf: URL(fileURLWithPath: Self.path("keras-photograph.jpg")))
    for name in ["a/0", "a/1", "b/0", "b/1", "c/0", "c/1"] { try folder.write(photograph, to: "images/\(name).jpg") }
  }

  private static func path(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil)).path
  }

  /// A run on the photographs that begins with a file's weights, and what it told.
  private func begin(
    _ name: String, with weights: String?, _ change: (inout Recipe) -> Void = { _ in }
  ) throws -> (run: TrainingRun, notes: [String]) {
    var recipe = try Recipe(network: "mobilenet-v1")
    recipe.setTask(Classification.self)
    recipe.setImageSize(32)
    recipe.options.widthMultiplier = 0.0625
    recipe.epochs = 0
    change(&recipe)
    var notes: [String] = []
    let run = try TrainingRun(
      RunConfiguration(data: DataSet(images: folder.path("images")), initialWeights: weights, recipe: recipe),
      in: RunFolder(path: folder.path(name)), overwriting: false
    ) { if case .note(let text) = $0 { notes.append(text) } }
    return (run, notes)
  }

  /// The probabilities that a file's network predicts for the photograph.
  private func probabilities(_ checkpoint: String, _ change: (inout SafeTensors) -> Void = { _ in }) throws -> Tensor {
    var contents = try SafeTensors(path: checkpoint)
    change(&contents)
    let path = folder.path("network.safetensors")
    try contents.write(to: path)
    let output = folder.path("classes.csv")
    _ = try TrainedNetwork(path: path).predict(images: folder.path("images"), to: output)
    let row = String(decoding: try folder.bytes("classes.csv"), as: UTF8.self).split(separator: "\n")[1]
    return Tensor([3], scalars: row.split(separator: ",").suffix(3).compactMap { Float($0) })
  }

  @Test func convertedWeightsPredictWhatKerasPredicts() throws {
    let (run, notes) = try begin("run", with: converted)
    #expect(
      notes.last
        == "\(converted): these weights take pixels as -1 to 1, and so does this run; its recipe has 0 to 1")
    #expect(run.configuration.recipe.preprocessing.scale == .signed)
    let keras = try #require(fixture.tensor("mobilenet-v1", "probabilities"))
    #expect(try probabilities(run.folder.last).relativeError(to: keras) < 1e-4)
    // On another scale they do not.
    let other = try probabilities(run.folder.last) {
      $0.metadata["recipe"] = $0.metadata["recipe"]?.replacing(#""scale":"signed""#, with: #""scale":"unit""#)
    }
    #expect(other.relativeError(to: keras) > 1e-2)
    // The folder says what was done, and a run that goes on does the same.
    #expect(try run.folder.readConfiguration().recipe == run.configuration.recipe)
    #expect(try TrainingRun(resuming: run.folder, epochs: 1).current.recipe.preprocessing.scale == .signed)
  }

  /// The first layer is all of VGG16 that conversion changes.
  @Test func vggTakesRedGreenAndBlueLessTheirMeans() throws {
    struct Settings: Decodable { let pixels: PixelScale }
    let scale = try fixture.settings("vgg16", as: Settings.self).pixels
    #expect(scale == .centered)
    func firstLayer(_ scale: PixelScale) throws -> Tensor {
      let preprocessing = Preprocessing(crop: .whole, width: 32, height: 32, grayscale: false, scale: scale)
      let (list, _) = try LabelledImages<Int>.classFolders(path: folder.path("images"))
      let data = try list.load(preprocessing: preprocessing).batches
      let (weight, bias) = (fixture.tensor("vgg16", "weight"), fixture.tensor("vgg16", "bias"))
      let output = relu(
        conv2D(
          Variable(data.input([0])), Variable(try #require(weight)), bias: Variable(try #require(bias)), padding: .same)
      ).value.scalars
      return Tensor([4, 4, 64]) { numbers in
        for index in numbers.indices {
          let (row, column, channel) = (index / 256 * 8, index / 64 % 4 * 8, index % 64)
          numbers[index] = output[(row * 32 + column) * 64 + channel]
        }
      }
    }
    let keras = try #require(fixture.tensor("vgg16", "output"))
    #expect(try firstLayer(scale).relativeError(to: keras) < 1e-5)
    #expect(try firstLayer(.levels).relativeError(to: keras) > 0.1)
  }

  @Test func aCheckpointsScaleIsTakenOver() throws {
    let (first, silence) = try begin("first", with: nil) { $0.preprocessing.scale = .levels }
    #expect(silence.count == 1)
    let (second, notes) = try begin("second", with: first.folder.last)
    #expect(second.configuration.recipe.preprocessing.scale == .levels)
    #expect(notes.last?.hasSuffix("take pixels as 0 to 255, and so does this run; its recipe has 0 to 1") == true)
    let (third, agreement) = try begin("third", with: first.folder.last) { $0.preprocessing.scale = .levels }
    #expect(third.configuration.recipe.preprocessing.scale == .levels && agreement.count == 1)
  }

  @Test func weightsThatSayNothingOfPixelsTakeTheRecipes() throws {
    var weights = try SafeTensors(path: converted)
    weights.metadata = [:]
    let path = folder.path("weights.safetensors")
    try weights.write(to: path)
    #expect(try begin("run", with: path).run.configuration.recipe.preprocessing.scale == .unit)
    weights.metadata["pixels"] = #""inverted""#
    try weights.write(to: path)
    #expect(message { _ = try begin("no", with: path) } == "\(path): its metadata hold no usable pixels")
  }
}
