// Whole networks give the same bits for any number of threads, with everything that makes them fast.
import ImageModels
import TestSupport
import Tensors
import Testing

@Suite(.serialized) struct NetworkThreadsTests {
  /// Winograd's tiles, pools and norms behind rectifiers, depthwise and pointwise convolutions that read norms on the way,
  /// dense layers: these networks use all of it.
  @Test(arguments: ["hildebrandt", "galaxy-mobilenet-v1", "galaxy-mobilenet-v2", "lawlor-vgg16"])
  func equalBits(name: String) throws {
    let sample = try NetworkSample(NetworkDefinition.named(name))
    let threads = Parallel.threadCount
    defer { Parallel.setThreadCount(threads) }
    let results = try [1, 2, 3].map { count in
      Parallel.setThreadCount(count)
      return (try sample.training(), sample.inferenceOutput())
    }
    for (training, output) in results.dropFirst() {
      #expect(training.loss == results[0].0.loss)
      #expect(training.gradient == results[0].0.gradient)
      #expect(output == results[0].1)
    }
  }
}
