// What a run will cost, before it is begun.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

/// How long a run will take, how much memory and how many operations, from a few of its steps; encodes as JSON.
public struct RunForecast: Sendable, Encodable {
  /// The network's name.
  public let network: String
  /// Images to train on.
  public let trainingImages: Int
  /// Images to validate on.
  public let validationImages: Int
  /// Passes over the training images; fewer where early stopping ends the run before.
  public let epochs: Int
  /// Steps that were measured.
  public let measuredSteps: Int
  /// Duration of a step, in seconds.
  public let secondsPerStep: Double
  /// Training images a second.
  public let imagesPerSecond: Double
  /// Duration of an epoch with validation and checkpoints, in seconds.
  public let secondsPerEpoch: Double
  /// Duration of all epochs, in seconds.
  public let seconds: Double
  /// Most memory that the process had while it was measured, images included.
  public let peakMemoryBytes: Int
  /// Multiplications with an addition of one image, forward.
  public let multiplyAddsPerImage: Int
  /// Floating-point operations of all epochs, two for each multiplication with an addition; what is not one is not counted.
  ///
  /// Training an image takes three times its forward multiply-adds, for outputs, gradients of weights and gradients of inputs,
  /// less the first layer's last part, which nobody needs; validating one takes them once.
  public let operations: Double

  /// Reads the data, takes a few steps as the run would, and forgets them; nothing is written.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - timeLimit: the time that its epochs would be fitted to; none if nil.
  ///   - memory: how much memory the images may take.
  ///   - onEvent: called on the calling thread with what there is to report.
  /// - Throws: an error of one line.
  public init(
    of configuration: RunConfiguration, networks: NetworkRegistry = .standard, timeLimit: TimeLimit? = nil,
    memory: ImageMemory = .unlimited, onEvent: (RunEvent) -> Void = { _ in }
  ) throws {
    try configuration.data.check()
    try configuration.recipe.check(networks: networks)
    var material = try RunMaterial.settled(
      configuration, networks: networks, in: timeLimit, memory: memory, onEvent: onEvent)
    let times = try material.times(onEvent: onEvent)
    let recipe = material.configuration.recipe
    network = recipe.network
    trainingImages = material.data.training.count
    validationImages = material.data.validation.count
    epochs = recipe.epochs
    measuredSteps = times.steps
    secondsPerStep = times.secondsPerItem * Double(min(recipe.batchSize, trainingImages))
    imagesPerSecond = 1 / times.secondsPerItem
    secondsPerEpoch = times.secondsPerEpoch(items: trainingImages, heldOutItems: validationImages)
    seconds = Double(epochs) * secondsPerEpoch
    peakMemoryBytes = MemoryStatistics.peakResident
    let work = try networks.definition(named: recipe.network).graph(recipe.options).summary.map(\.multiplyAdds)
      .filter { $0 > 0 }
    multiplyAddsPerImage = work.reduce(0, +)
    operations = Self.operations(
      multiplyAdds: work, training: trainingImages, validation: validationImages, epochs: epochs)
  }

  /// Floating-point operations of a run of a network whose layers have so many multiply-adds each.
  package static func operations(multiplyAdds: [Int], training: Int, validation: Int, epochs: Int) -> Double {
    let forward = multiplyAdds.reduce(0, +)
    let step = 3 * forward - (multiplyAdds.first ?? 0)
    return 2 * Double(epochs) * (Double(training) * Double(step) + Double(validation) * Double(forward))
  }

  /// The forecast as lines of text.
  public func lines() -> [String] { ForecastText.lines(self) }
}
