// How long a run is, and on which images, where that is left to the time that it has.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Tensors
internal import Training

extension RunMaterial {
  /// Reads the data, makes the network, fits the number of epochs to the time, where there is one and the recipe's schedule
  /// comes down with them, and says what may be expected of the run.
  ///
  /// Where so many epochs fit that larger images teach more, the data are read once more as these.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - limit: the time; none if nil.
  ///   - badImages: whether images that cannot be used are left out, or an error.
  ///   - memory: how much memory the images may take.
  ///   - onEvent: told what there is to report.
  ///   - beforeImages: what has to be done before images are read, which takes long.
  /// - Throws: an error of one line.
  static func settled(
    _ configuration: RunConfiguration, networks: NetworkRegistry, in limit: TimeLimit?,
    badImages: BadImagePolicy = .skip, memory: ImageMemory, onEvent: (RunEvent) -> Void,
    beforeImages: () throws -> Void = {}
  ) throws -> RunMaterial {
    var (configuration, isReadAgain) = (configuration, false)
    while true {
      if isReadAgain { MemoryStatistics.trim() }
      var material = try RunMaterial(
        configuration, networks: networks, badImages: badImages, memory: memory,
        onEvent: { event in
          // What there is to say of the data has been said.
          if !isReadAgain || event.isProgress { onEvent(event) }
        }, beforeImages: beforeImages)
      // The process has had its most memory by now, so that a limit on it leaves no room for other images.
      let mayBeLarger = limit?.keepsImages == false && !memory.isOfProcess
      guard let larger = try material.settleLength(in: limit, mayBeLarger: mayBeLarger, onEvent: onEvent) else {
        return material
      }
      let images = larger.recipe.preprocessing
      onEvent(
        .note("the time is long enough for larger images: \(images.width)×\(images.height) pixels, crop \(images.crop)")
      )
      (configuration, isReadAgain) = (larger, true)
    }
  }

  /// Fits the number of epochs to the time, and says what was chosen and what may be expected.
  ///
  /// - Returns: the run on larger images, where these teach more in the time; nothing has been settled or said then.
  private mutating func settleLength(
    in limit: TimeLimit?, mayBeLarger: Bool, onEvent: (RunEvent) -> Void
  ) throws -> RunConfiguration? {
    if let limit, configuration.recipe.schedule.comesDown {
      let seconds = (limit.deadline - .now) / .seconds(1)
      let fit = TimeFit(
        seconds: seconds,
        secondsPerEpoch: try times(onEvent: onEvent).secondsPerEpoch(
          items: data.training.count, heldOutItems: data.validation.count),
        largestEpochs: limit.largestEpochs)
      if mayBeLarger, let larger = onLargerImages(epochs: fit.epochs) { return larger }
      settle(fit, seconds: seconds)
      onEvent(.note(fit.note))
    }
    // Weights from elsewhere have learned something else before.
    if configuration.initialWeights == nil,
      let expectation = ExpectedScore.sentence(for: configuration.recipe, galaxies: data.training.count)
    {
      onEvent(.note(expectation))
    }
    return nil
  }

  private mutating func settle(_ fit: TimeFit, seconds: Double) {
    var recipe = configuration.recipe
    recipe.schedule = recipe.schedule.fitted(from: recipe.epochs, to: fit.epochs)
    recipe.epochs = fit.epochs
    configuration.recipe = recipe
    configuration.timeLimit = max(0, seconds)
    training.trained.recipe = recipe
  }

  /// The run on larger images, where these teach more in the time of so many epochs. Starting weights stand for their own
  /// size of images, and a cache has one only.
  private func onLargerImages(epochs: Int) -> RunConfiguration? {
    guard configuration.initialWeights == nil, data.images.source.preprocessing == nil,
      let recipe = GalaxyImages.largerImages(
        for: configuration.recipe, epochs: epochs, galaxies: data.training.count)
    else { return nil }
    var larger = configuration
    larger.recipe = recipe
    return larger
  }
}
