// Answers from memory: many tasks ask one network at the same time about encoded images, as a server's requests do.
import Experiments
import Foundation
import Images
import Tensors
import Training

let folder = NSTemporaryDirectory() + "/galaxy-service-\(ProcessInfo.processInfo.processIdentifier)"
defer { try? FileManager.default.removeItem(atPath: folder) }

/// A square of 32×32 pixels in one of the classes' colours, with some noise.
func picture(of color: Int, number: Int) -> Image {
  var random = RandomSource(seed: UInt64(number)).split(UInt64(color))
  let pixels = (0..<32 * 32 * 3).map { UInt8(random.uniform(in: $0 % 3 == color ? 130...220 : 30...120)) }
  return Image(width: 32, height: 32, channels: 3, pixels: pixels)
}

// A small network that tells colours apart, trained for an epoch.
for (color, name) in ["red", "green", "blue"].enumerated() {
  let images = "\(folder)/images/\(name)"
  try FileManager.default.createDirectory(atPath: images, withIntermediateDirectories: true)
  for number in 0..<20 {
    try Data(JPEG.encode(picture(of: color, number: number))).write(to: URL(fileURLWithPath: "\(images)/\(number).jpg"))
  }
}
var recipe = try Recipe(network: "mobilenet-v1")
recipe.setTask(Classification.self)
recipe.setImageSize(32)
recipe.options.widthMultiplier = 0.25
recipe.epochs = 1
recipe.batchSize = 8
let configuration = RunConfiguration(data: DataSet(images: folder + "/images"), recipe: recipe)
var run = try TrainingRun(configuration, in: RunFolder(path: folder + "/run"), overwriting: false)
try run.finish()

// What a server gets: the bytes of JPEG and PNG files.
let requests = (0..<24).map { index in
  let image = picture(of: index % 3, number: 100 + index)
  return index % 2 == 0 ? JPEG.encode(image) : PNG.encode(image)
}

// What it holds: one network, read once.
let network = try TrainedNetwork(path: folder + "/run")
let expected = try requests.map { try network.predict(encoded: [$0])[0] }

let rounds = 8
let answers = try await withThrowingTaskGroup(of: (request: Int, answer: [Float]).self) { group in
  for index in 0..<rounds * requests.count {
    let request = index % requests.count
    group.addTask { (request, try network.predict(encoded: [requests[request]])[0]) }
  }
  var answers: [(request: Int, answer: [Float])] = []
  for try await answer in group { answers.append(answer) }
  return answers
}
precondition(answers.count == rounds * requests.count, "requests were lost")
precondition(answers.allSatisfy { $0.answer == expected[$0.request] }, "an answer depends on what runs beside it")
print(
  "\(answers.count) answers, many at a time, equal those given one by one; \(network.outputs.names): \(expected[0])")
