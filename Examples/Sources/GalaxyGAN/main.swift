// Learns to draw galaxies: GalaxyGAN RUN EPOCHS [IMAGES] trains or goes on; without arguments it checks itself.
import Foundation
import ImageDatasets
import Images
import Tensors
import Training

/// Ellipses that fade outwards, levels from -1 to 1.
func ellipses(_ count: Int) -> Tensor {
  var random = RandomSource(seed: 1)
  var scalars: [Float] = []
  for _ in 0..<count {
    let (angle, ratio) = (random.uniform(in: 0...Float.pi), random.uniform(in: 0.3...1))
    let (peak, radius) = (random.uniform(in: 0.7...1), random.uniform(in: 4...8))
    for pixel in 0..<32 * 32 {
      let (x, y) = (Float(pixel % 32) - 15.5, Float(pixel / 32) - 15.5)
      let (along, across) = (x * cos(angle) + y * sin(angle), (y * cos(angle) - x * sin(angle)) / ratio)
      scalars.append(2 * peak * exp(-(along * along + across * across) / (radius * radius)) - 1)
    }
  }
  return Tensor([count, 32, 32, 1], scalars: scalars)
}

/// The images of a folder, grey and small, levels from -1 to 1.
func images(in folder: String) throws -> Tensor {
  let source = try ImageSource(path: folder)
  let preprocessing = Preprocessing(crop: .whole, width: 32, height: 32, grayscale: true, scale: .signed)
  return try preprocessing.input(
    of: (0..<source.count).map { try preprocessing.apply(to: source.picture(at: $0), named: source.location(of: $0)) })
}

/// Trains in a folder up to an epoch, from the beginning or from where the folder stands, or stops before so many questions
/// whether to stop; draws 64 galaxies there.
func train(on images: Tensor, epochs: Int, in folder: RunFolder, questions: Int = .max) throws -> Tensor {
  let source = BatchSource(count: images.shape[0]) { indices, _ in images.gathered(indices) }
  let plan = TrainingPlan(epochs: epochs, batchSize: 32, learningRate: 1e-3, seed: 2)
  var loop = try TrainingLoop(GalaxyGAN(seed: 3), plan: plan, training: source, in: folder)
  var asked = 0
  try loop.run { event in
    guard case .epoch(let record, _) = event else { return }
    print("epoch \(record.epoch)", zip(record.training.names, record.training.values).map { "\($0) \($1)" })
  } stoppingWhen: {
    asked += 1
    return asked > questions
  }
  var random = RandomSource(seed: 4)
  let drawn = loop.trainable.generator.prediction(for: .normal([64, GalaxyGAN.noiseCount], using: &random))
  let sheet = drawn.reshaped(to: [8, 8, 32, 32]).permuted(0, 2, 1, 3)
  let pixels = sheet.scalars.map { UInt8((($0 + 1) * 127.5).rounded()) }
  try Data(PNG.encode(Image(width: 256, height: 256, channels: 1, pixels: pixels))).write(
    to: URL(fileURLWithPath: folder.path + "/galaxies.png"))
  return drawn
}

let arguments = CommandLine.arguments
if arguments.count > 2, let epochs = Int(arguments[2]) {
  let training = try arguments.count > 3 ? images(in: arguments[3]) : ellipses(1024)
  _ = try train(on: training, epochs: epochs, in: RunFolder(path: arguments[1]))
} else {
  let place = NSTemporaryDirectory() + "/galaxy-gan-\(ProcessInfo.processInfo.processIdentifier)"
  defer { try? FileManager.default.removeItem(atPath: place) }
  let folders = ["whole", "resumed"].map { RunFolder(path: "\(place)/\($0)") }
  let training = ellipses(512)
  let start = try train(on: training, epochs: 0, in: folders[0])
  let end = try train(on: training, epochs: 4, in: folders[0])
  // Stopped within an epoch, at its end, and prolonged.
  for (epochs, questions) in [(2, 5), (2, .max), (4, 20), (4, .max)] {
    _ = try train(on: training, epochs: epochs, in: folders[1], questions: questions)
  }
  for file in ["last.safetensors", "galaxies.png"] {
    let contents = folders.map { FileManager.default.contents(atPath: "\($0.path)/\(file)") }
    precondition(contents[0] != nil && contents[0] == contents[1], "the run that was interrupted ended otherwise")
  }
  /// How far the mean of the drawn galaxies is from the mean of those to learn from.
  func distance(_ drawn: Tensor) -> Float {
    (drawn.mean(over: [0]) - training.mean(over: [0])).map(abs).mean().scalar
  }
  print("an interrupted run ended with the same bytes; distance \(distance(start)) before, \(distance(end)) after")
  precondition(distance(end) < distance(start) / 2, "the generator did not learn")
}
