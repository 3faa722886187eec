// Images and labels of one's own: from a folder and a CSV file to a training loop.
import Foundation
import ImageDatasets
import Images
import NeuralNetwork
import Tensors
import Training

/// Writes 24 grey images of different brightness, and a catalogue in which one brightness is missing.
private func writeCatalogue(in folder: String) throws {
  try FileManager.default.createDirectory(atPath: folder + "/images", withIntermediateDirectories: true)
  var rows = "id,brightness\n"
  for index in 0..<24 {
    let level = UInt8(10 * index)
    let image = Image(width: 40, height: 40, channels: 1, pixels: [UInt8](repeating: level, count: 1600))
    try Data(JPEG.encode(image)).write(to: URL(fileURLWithPath: "\(folder)/images/galaxy\(index).jpg"))
    rows += "galaxy\(index),\(index == 5 ? "" : "\(Float(level) / 255)")\n"
  }
  try Data(rows.utf8).write(to: URL(fileURLWithPath: folder + "/catalogue.csv"))
}

func learnFromOwnImages(in folder: String) throws {
  try writeCatalogue(in: folder)

  let listed = try LabelledImages<[Float?]>.columns(
    images: folder + "/images", labels: folder + "/catalogue.csv", columns: ["brightness"])
  let preprocessing = Preprocessing(crop: .whole, width: 16, height: 16, grayscale: true)
  let (images, batches, failures) = try listed.load(preprocessing: preprocessing, augmentation: .galaxies, seed: 1)
  for failure in failures { print("left out:", failure) }
  precondition(images.count == 23 && batches.count == 23)

  let split = try images.split(validationFraction: 0.25, seed: 1)
  let (training, heldOut) = (
    source(images.selecting(split.training), batches.selecting(split.training)),
    source(images.selecting(split.validation), batches.selecting(split.validation))
  )

  var network = Sequential([
    ("conv", Conv2D(inputChannels: 1, outputChannels: 4, kernelSize: 3)), ("relu", Activation.relu),
    ("pool", GlobalAveragePool2D()), ("head", Dense(inputs: 4, outputs: 1)),
  ])
  network.initializeParameters(seed: 2)
  let plan = TrainingPlan(epochs: 40, batchSize: 6, learningRate: 2e-2)
  var loop = try TrainingLoop(Regression(network: network), plan: plan, training: training, validation: heldOut)
  try loop.run()
  let best = loop.best?.value ?? .infinity
  precondition(best < 0.02, "the network did not learn the brightness: \(best)")
}

/// Batches of images and of the first number of each label.
func source(
  _ images: LabelledImages<[Float?]>, _ batches: Batches
) -> BatchSource<(input: Tensor, target: Tensor)> {
  BatchSource(count: images.count) { indices, epoch in
    let targets = indices.map { images.labels[$0][0] ?? 0 }
    return (input: batches.input(indices, epoch: epoch), target: Tensor([indices.count, 1], scalars: targets))
  }
}
