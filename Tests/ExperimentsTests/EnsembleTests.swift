// Averages over networks, views and samples of dropout are those that one works out by hand.
import Experiments
import Foundation
import ImageDatasets
import ImageModels
import Images
import NeuralNetwork
import TestSupport
import Tensors
import Testing
import Training

@Suite(.serialized) struct EnsembleTests {
  private let galaxies: SmallRun
  private let trained: TrainedNetwork

  init() throws {
    galaxies = try SmallRun()
    trained = try SmallRun.networkAfterOneEpoch()
  }

  private func predict(_ ensemble: Ensemble, _ options: PredictionOptions = PredictionOptions()) throws -> Data {
    _ = try ensemble.predict(images: galaxies.images, to: .file(galaxies.folder.path("p.csv")), options)
    return try galaxies.folder.bytes("p.csv")
  }

  private func numbers(_ data: Data) -> [[Double]] {
    String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      line.split(separator: ",").dropFirst().compactMap { Double($0) }
    }
  }

  /// The pixels of all galaxies, moved by hand.
  private func input(flipped: Bool, quarters: Int) throws -> Tensor {
    let source = try ImageSource(path: galaxies.images)
    let plain = try source.load(Array(0..<source.count), preprocessing: trained.recipe.preprocessing).batches
      .input(Array(0..<source.count))
    let side = 150
    var images = (0..<source.count).map { Array(plain.scalars[$0 * side * side..<($0 + 1) * side * side]) }
    for index in images.indices {
      if flipped {
        images[index] = (0..<side * side).map { images[index][$0 / side * side + side - 1 - $0 % side] }
      }
      for _ in 0..<quarters {
        // Clockwise: the first row is the first column from below.
        images[index] = (0..<side * side).map { images[index][(side - 1 - $0 % side) * side + $0 / side] }
      }
    }
    return Tensor(plain.shape, scalars: images.flatMap { $0 })
  }

  @Test func meanAndSpreadOfTheEightSymmetries() throws {
    var all: [[Float]] = []
    for flipped in [false, true] {
      for quarters in 0..<4 {
        all.append(trained.network.prediction(for: try input(flipped: flipped, quarters: quarters)).scalars)
      }
    }
    let ensemble = try Ensemble([trained], views: TestTimeView.list(8) ?? [])
    let options = PredictionOptions(includesSpread: true)
    let found = numbers(try predict(ensemble, options))
    for (galaxy, row) in found.enumerated() {
      for column in 0..<37 {
        let values = all.map { Double($0[galaxy * 37 + column]) }
        let mean = values.reduce(0, +) / 8
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8).squareRoot()
        #expect(abs(row[2 * column] - mean) < 1.1e-6 && abs(row[2 * column + 1] - deviation) < 1.1e-6)
      }
    }
    let changing = (0..<12).filter { galaxy in
      Set(all.map { answers in (0..<3).max { answers[galaxy * 37 + $0] < answers[galaxy * 37 + $1] } }).count > 1
    }
    let summary = try ensemble.predict(images: galaxies.images, to: .file(galaxies.folder.path("p.csv")))
    #expect(summary.changingWithView == changing.map { SyntheticGalaxies.identifiers[$0] })
  }

  @Test func networksAreAveraged() throws {
    var other = trained
    other.network.initializeParameters(seed: 9)
    let (one, two) = (numbers(try predict(Ensemble([trained]))), numbers(try predict(Ensemble([other]))))
    let both = numbers(try predict(Ensemble([trained, other])))
    for (row, pair) in zip(both, zip(one, two)) {
      #expect(zip(row, zip(pair.0, pair.1)).allSatisfy { abs($0 - ($1.0 + $1.1) / 2) < 1.1e-6 })
    }
    let scores = try Ensemble([trained, other]).evaluate(on: galaxies.data).answers
    for (row, answers) in zip(both, scores.answers) {
      #expect(zip(row, answers).allSatisfy { abs($0 - Double($1)) < 6e-7 })
    }
  }

  @Test(arguments: [0, 3]) func bytesDependNeitherOnThreadsNorOnBlocks(samples: Int) throws {
    let ensemble = try Ensemble([trained], views: TestTimeView.list(16) ?? [], dropoutSamples: samples, seed: 4)
    var options = PredictionOptions(includesSpread: true)
    let expected = try predict(ensemble, options)
    options.blockSize = 5
    let threads = Parallel.threadCount
    Parallel.setThreadCount(1)
    defer { Parallel.setThreadCount(threads) }
    #expect(try predict(ensemble, options) == expected)
  }

  @Test func dropoutIsSampled() throws {
    let plain = numbers(try predict(Ensemble([trained])))
    func sampled(_ count: Int, _ seed: UInt64) throws -> [[Double]] {
      numbers(try predict(Ensemble([trained], dropoutSamples: count, seed: seed)))
    }
    #expect(try sampled(1, 0) != plain && sampled(1, 0) != sampled(1, 1) && sampled(1, 0) == sampled(1, 0))
    // Many samples come near the network without dropout.
    func distance(_ rows: [[Double]]) -> Double {
      zip(rows.joined(), plain.joined()).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(12 * 37)
    }
    #expect(try distance(sampled(40, 0)) < distance(sampled(1, 0)))
  }

  @Test func classesMayBeInAnotherOrder() throws {
    let folder = try TemporaryFolder()
    let images = try ColoredSquares.write(3, to: "squares", in: folder)
    var recipe = try Recipe(network: "mobilenet-v1")
    recipe.setTask(Classification.self)
    recipe.setImageSize(try #require(ImageSize("32")))
    recipe.options.widthMultiplier = 0.25
    recipe.epochs = 0
    var run = try TrainingRun(
      RunConfiguration(data: DataSet(images: images), recipe: recipe), in: RunFolder(path: folder.path("run")),
      overwriting: false)
    try run.finish()
    let one = run.current
    var contents = try one.contents()
    contents.metadata["classes"] = contents.metadata["classes"]?.replacing(
      #"["blue","green","red"]"#, with: #"["red","green","blue"]"#)
    let two = try TrainedNetwork(contents: contents, path: "two")
    #expect(two.outputs.names == ["red", "green", "blue"])
    let squares = [try Image.decode([UInt8](ColoredSquares.jpeg(of: "red", number: 1)), named: "red", as: .rgb)]
    let single = try one.predict(squares)[0]
    let both = try Ensemble([one, two]).predict(squares)[0]
    let outer = (single[0] + single[2]) / 2
    #expect(zip(both, [outer, single[1], outer]).allSatisfy { abs($0 - $1) < 1e-6 })
    let failure = message { _ = try Ensemble([trained, one], names: ["galaxies", "squares"]) }
    #expect(
      failure
        == "squares: cannot be averaged with galaxies: it predicts the classes blue, green, red, not it predicts the "
        + "vote fractions Class1.1, Class1.2, Class1.3 and 34 more")
    var plain = one
    plain.network.layers["classifier.dropout.0"] = Dropout(rate: 0)
    #expect(
      message { _ = try Ensemble([plain], names: ["squares"], dropoutSamples: 2) }
        == "squares: has no dropout to sample")
  }

  @Test func answersThatAreNoNumbersAreErrors() throws {
    var broken = trained
    let name = try #require(broken.network.tensors.keys.sorted().last { $0.hasSuffix("bias") })
    var tensors = broken.network.tensors
    tensors[name] = Tensor(try #require(tensors[name]).shape, repeating: .nan)
    try broken.network.load(tensors)
    #expect(
      message { _ = try predict(Ensemble([broken])) }?.contains(
        "the prediction for galaxy 100001, Class1.1 is not a number")
        == true)
    #expect(try galaxies.folder.files()["p.csv"] == nil)
  }
}
