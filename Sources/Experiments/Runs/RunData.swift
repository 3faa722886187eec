// The images of a run: read, and divided into those to train on and those held out.
internal import ImageDatasets
internal import Training

/// The images and labels of a run, in memory or in a cache.
struct RunData: Sendable {
  /// All images of the run as they were read, for their pictures.
  let images: LabelledImages<[Float]>
  /// Those to train on.
  let training: LabelledImages<[Float]>
  /// Those held out.
  let validation: LabelledImages<[Float]>
  private let trainingBatches: Batches
  private let validationBatches: Batches

  /// Reads the images and divides them: as another network was trained, or by the recipe.
  init(
    _ all: LabelledImages<[Float]>, recipe: Recipe, task: any LearningTask, splitOf former: TrainedNetwork?,
    badImages: BadImagePolicy = .skip, pixelLimit: Int?, onEvent: (RunEvent) -> Void
  ) throws {
    let (images, batches) = try Self.load(all, recipe, onEvent, badImages: badImages, pixelLimit: pixelLimit)
    let split: Split
    if let former {
      split = Split(
        training: try images.positions(of: former.trainingIdentifiers),
        validation: try images.positions(of: former.validationIdentifiers))
      let ignored = images.count - split.training.count - split.validation.count
      if ignored > 0 { onEvent(.note("\(ignored) images are not of the split taken over and are not used.")) }
    } else {
      split = try task.split(
        images, validationFraction: recipe.validationFraction, seed: recipe.seedOfSplit)
    }
    self.init(images, batches, split)
  }

  /// Reads the images that a network was trained and validated on, which are all of the list.
  ///
  /// - Throws: the first error where one of them cannot be read.
  init(
    _ all: LabelledImages<[Float]>, of trained: TrainedNetwork, pixelLimit: Int?, onEvent: (RunEvent) -> Void
  ) throws {
    let (images, batches) = try Self.load(all, trained.recipe, onEvent, badImages: .fail, pixelLimit: pixelLimit)
    let split = Split(
      training: try images.positions(of: trained.trainingIdentifiers),
      validation: try images.positions(of: trained.validationIdentifiers))
    self.init(images, batches, split)
  }

  private init(_ images: LabelledImages<[Float]>, _ batches: Batches, _ split: Split) {
    self.images = images
    training = images.selecting(split.training)
    validation = images.selecting(split.validation)
    trainingBatches = batches.selecting(split.training)
    validationBatches = batches.selecting(split.validation)
  }

  private static func load(
    _ list: LabelledImages<[Float]>, _ recipe: Recipe, _ onEvent: (RunEvent) -> Void, badImages: BadImagePolicy,
    pixelLimit: Int?
  ) throws -> (LabelledImages<[Float]>, Batches) {
    let (images, batches, failures) = try list.load(
      preprocessing: recipe.preprocessing, augmentation: recipe.augmentation, seed: recipe.seed,
      pixelLimit: pixelLimit
    ) { done, total in
      onEvent(.progress(WorkProgress("reading images", done, total)))
    }
    for failure in failures { onEvent(.leftOut(failure)) }
    if badImages != .skip, !failures.isEmpty { throw BadImagesError(failures: failures) }
    return (images, batches)
  }

  /// The images to train on.
  var trainingSource: BatchSource<ImageBatch> { trainingBatches.source(labels: training.labels) }

  /// The held-out images.
  var validationSource: BatchSource<ImageBatch> { validationBatches.source(labels: validation.labels) }

  /// The labels of those to train on and those held out.
  var labelDigests: LabelDigests { LabelDigests(training.labels + validation.labels) }

  /// A training loop over the images, at its beginning.
  func loop(_ training: ImageTraining, recipe: Recipe, in folder: RunFolder) -> TrainingLoop<ImageTraining> {
    var loop = TrainingLoop(
      beginning: training, plan: recipe.plan, training: trainingSource, validation: validationSource, in: folder)
    loop.validationBatchSize = inferenceBatchSize
    loop.onBadBatch = recipe.onBadBatch
    return loop
  }
}

extension Recipe {
  /// How a training loop carries it out.
  var plan: TrainingPlan {
    TrainingPlan(
      epochs: epochs, batchSize: batchSize, learningRate: learningRate, schedule: schedule,
      earlyStopping: earlyStopping, seed: seed)
  }
}
