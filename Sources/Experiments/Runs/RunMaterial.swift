// What a run begins with: its data, read and divided, and its network before the first step.
internal import ImageDatasets
internal import ImageModels
internal import NeuralNetwork
internal import Training

/// The material of a new run.
struct RunMaterial {
  /// What was asked for, with what the data and the weights to begin with decide.
  var configuration: RunConfiguration
  /// The images.
  let data: RunData
  /// The network with its optimizer.
  var training: ImageTraining
  private var measuredTimes: TrainingTimes?

  /// Reads the data and makes the network.
  ///
  /// - Parameters:
  ///   - configuration: what to train, on which data.
  ///   - networks: the networks that its recipe may name.
  ///   - badImages: whether images that cannot be used are left out, or an error.
  ///   - memory: how much memory the images may take.
  ///   - onEvent: told what there is to report.
  ///   - beforeImages: what has to be done before images are read, which takes long.
  /// - Throws: an error of one line.
  init(
    _ configuration: RunConfiguration, networks: NetworkRegistry, badImages: BadImagePolicy = .skip,
    memory: ImageMemory,
    onEvent: (RunEvent) -> Void, beforeImages: () throws -> Void = {}
  ) throws {
    var configuration = configuration
    let type = LearningTasks.task(of: configuration.recipe.options.output)
    let read: (task: any LearningTask, images: LabelledImages<[Float]>) = try type.read(configuration.data)
    for line in read.task.summary(of: read.images) { onEvent(.note(line)) }
    configuration.recipe.options.outputs = read.task.outputs.names.count
    configuration.recipe.options.output = read.task.completed(configuration.recipe.options.output)
    let weights = try configuration.initialWeights.map { try InitialWeights(path: $0, networks: networks) }
    if let note = weights?.adjustPixels(of: &configuration.recipe) { onEvent(.note(note)) }
    let recipe = configuration.recipe
    var network =
      try weights?.network(for: recipe, networks: networks) { onEvent(.note($0)) }
      ?? recipe.makeStartingNetwork(networks: networks)
    try beforeImages()
    let former = try configuration.split.map { try TrainedNetwork(path: $0, networks: networks) }
    let images = read.images.sampled(recipe.limit, seed: recipe.seedOfSplit)
    let rehearsed = TrainedNetwork(
      network: network, recipe: recipe, task: read.task.fitted(to: images.labels), trainingIdentifiers: [],
      validationIdentifiers: [])
    data = try RunData(
      images, recipe: recipe, task: read.task, splitOf: former, badImages: badImages,
      pixelLimit: memory.pixelLimit(
        for: ImageTraining(rehearsed, labelDigests: LabelDigests([]), memory: memory),
        labels: Array(images.labels.prefix(recipe.batchSize))),
      onEvent: onEvent)
    let task = read.task.fitted(to: data.training.labels)
    if recipe.startsAtMeans, weights == nil, let means = task.trainingMeans { network.setOutputBias(toMeans: means) }
    let trained = TrainedNetwork(
      network: network, recipe: recipe, task: task,
      trainingIdentifiers: data.training.identifiers, validationIdentifiers: data.validation.identifiers)
    training = ImageTraining(trained, labelDigests: data.labelDigests, memory: memory)
    self.configuration = configuration
  }

  /// How long the parts of the run take here, as measured when it was first asked for.
  mutating func times(onEvent: (RunEvent) -> Void) throws -> TrainingTimes {
    if let measuredTimes { return measuredTimes }
    let times = try TrainingTimes(
      of: training, plan: configuration.recipe.plan, training: data.trainingSource, validation: data.validationSource,
      validationBatchSize: inferenceBatchSize, progress: { onEvent(.progress($0)) })
    measuredTimes = times
    return times
  }
}
